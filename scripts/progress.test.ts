import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgress } from './setup/progress.mjs';

const ERASE = '\r\u001b[2K';

let written: string;

beforeEach(() => {
  vi.useFakeTimers();
  written = '';
});

afterEach(() => {
  vi.useRealTimers();
});

describe('progress in a pipe', () => {
  it('writes one line for each step that has ended, without colours', () => {
    const progress = createProgress(streamOf({}), {});
    progress.begin('packages', 'installing packages');
    vi.advanceTimersByTime(12_300);
    progress.succeed('packages');
    progress.begin('build', 'building');
    vi.advanceTimersByTime(2_340);
    progress.fail('build', 'building failed');
    expect(written).toBe('  ✓ packages          12 s\n  ✗ build            2.3 s  building failed\n');
  });

  it('says now and then that a long step goes on', () => {
    const progress = createProgress(streamOf({}), {});
    progress.begin('packages', 'installing packages');
    vi.advanceTimersByTime(31_000);
    progress.close();
    expect(written).toBe('  … installing packages, 15 s\n  … installing packages, 30 s\n');
  });
});

describe('progress in a terminal', () => {
  it('moves one line that tells what is done, or what is waited for, and for how long', () => {
    const progress = createProgress(streamOf({ isTTY: true, columns: 30 }), { NO_COLOR: '1' });
    progress.begin('users', 'starting users');
    expect(lastLine()).toBe('  ⠋ 0.0 s  starting users');
    progress.begin('notifications', 'starting notifications');
    vi.advanceTimersByTime(1_200);
    expect(lastLine()).toBe('  ⠹ 1.2 s  users, notificati…');
    progress.close();
    expect(lastLine()).toBe('');
  });

  it('puts lines that stay above the one that moves', () => {
    const progress = createProgress(streamOf({ isTTY: true, columns: 80 }), { NO_COLOR: '1' });
    progress.begin('users', 'starting users');
    progress.begin('orders', 'starting orders');
    written = '';
    progress.succeed('users');
    expect(written).toBe(`${ERASE}  ✓ users            0.0 s\n${ERASE}  ⠋ 0.0 s  starting orders`);
    progress.close();
  });

  it('leaves no timer behind when all steps have ended', () => {
    const progress = createProgress(streamOf({ isTTY: true, columns: 80 }), {});
    progress.begin('users', 'starting users');
    progress.succeed('users');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is coloured unless NO_COLOR is set', () => {
    createProgress(streamOf({ isTTY: true }), {}).succeed('users');
    expect(written).toContain('\u001b[32m✓');
    written = '';
    createProgress(streamOf({ isTTY: true }), { NO_COLOR: '1' }).succeed('users');
    expect(written).not.toContain('\u001b[32m');
  });
});

function lastLine(): string | undefined {
  return written.split(ERASE).at(-1);
}

function streamOf(facts: { readonly isTTY?: boolean; readonly columns?: number }) {
  return {
    ...facts,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
}
