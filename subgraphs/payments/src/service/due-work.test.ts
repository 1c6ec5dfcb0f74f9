import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDueWork, type DueSource, type DueWork } from './due-work.ts';

const HOUR = 3_600_000;
const logger = createLogger({ service: 'test', level: 'silent' });
let work: DueWork;
afterEach(() => work.stop());

/** Items lie in a list; performing one waits until the test says how it went. */
function createSource() {
  const due: string[] = [];
  const begun: string[] = [];
  const ends = new Map<string, (againInMs: number | null | Error) => void>();
  const claims: number[] = [];
  const source: DueSource<string> = {
    claim: async (limit) => {
      claims.push(limit);
      return due.splice(0, limit);
    },
    perform: (item, signal) => {
      begun.push(item);
      return new Promise((resolve, reject) => {
        const end = (result: number | null | Error) => (result instanceof Error ? reject(result) : resolve(result));
        ends.set(item, end);
        signal.addEventListener('abort', () => end(new Error('aborted')));
      });
    },
  };
  const end = (item: string, result: number | null | Error = null) => ends.get(item)?.(result);
  return { due, begun, claims, source, end };
}

const begin = (
  source: DueSource<string>,
  options: { concurrency?: number; timeoutMs?: number; sweepMs?: number } = {},
) => {
  work = createDueWork({ name: 'test', source, concurrency: 10, timeoutMs: HOUR, sweepMs: HOUR, logger, ...options });
  work.start();
};

describe('due work', () => {
  it('that was left behind begins with the start, and new work with a wake-up', async () => {
    const { due, begun, source, end } = createSource();
    due.push('left');
    begin(source);
    await vi.waitFor(() => expect(begun).toEqual(['left']), PATIENCE);
    due.push('new');
    work.wake();
    await vi.waitFor(() => expect(begun).toEqual(['left', 'new']), PATIENCE);
    end('left');
    end('new');
  });

  it('is looked for from time to time without a wake-up', async () => {
    const { due, begun, source } = createSource();
    begin(source, { sweepMs: 5 });
    due.push('forgotten');
    await vi.waitFor(() => expect(begun).toEqual(['forgotten']), PATIENCE);
  });

  it('is done in bounded numbers, and goes on as soon as there is room', async () => {
    const { due, begun, claims, source, end } = createSource();
    due.push('a', 'b', 'c', 'd');
    begin(source, { concurrency: 2 });
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b']), PATIENCE);
    work.wake();
    end('b');
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c']), PATIENCE);
    end('a');
    end('c');
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd']), PATIENCE);
    expect(Math.max(...claims)).toBe(2);
  });

  it('that comes while it is looked for is not missed', async () => {
    const { due, begun, source } = createSource();
    const claim = source.claim.bind(source);
    let woken = false;
    begin({
      ...source,
      claim: async (limit) => {
        const found = await claim(limit);
        if (!woken) {
          woken = true;
          due.push('meanwhile');
          work.wake();
        }
        return found;
      },
    });
    await vi.waitFor(() => expect(begun).toEqual(['meanwhile']), PATIENCE);
  });

  it('is looked for again when it asks to be', async () => {
    const { due, begun, source, end } = createSource();
    due.push('again');
    begin(source);
    await vi.waitFor(() => expect(begun).toEqual(['again']), PATIENCE);
    due.push('again');
    end('again', 1);
    await vi.waitFor(() => expect(begun).toEqual(['again', 'again']), PATIENCE);
  });

  it('that takes too long is ended by its signal', async () => {
    const { due, begun, source } = createSource();
    const ended: unknown[] = [];
    due.push('endless');
    begin(
      {
        ...source,
        perform: (item, signal) => source.perform(item, signal).catch((thrown: unknown) => (ended.push(thrown), null)),
      },
      { timeoutMs: 5 },
    );
    await vi.waitFor(() => expect(ended).toHaveLength(1), PATIENCE);
    expect(begun).toEqual(['endless']);
  });

  it('goes on after one piece, or one look, has failed', async () => {
    const { due, begun, source, end } = createSource();
    const claim = source.claim.bind(source);
    let failures = 0;
    begin({
      ...source,
      claim: async (limit) => ((failures += 1) === 1 ? Promise.reject(new Error('away')) : claim(limit)),
    });
    due.push('fails', 'works');
    await vi.waitFor(() => expect(failures).toBe(1), PATIENCE);
    work.wake();
    await vi.waitFor(() => expect(begun).toEqual(['fails', 'works']), PATIENCE);
    end('fails', new Error('broken'));
    due.push('next');
    work.wake();
    await vi.waitFor(() => expect(begun).toEqual(['fails', 'works', 'next']), PATIENCE);
  });

  it('ends with stop, which waits for what is under way and begins nothing more', async () => {
    const { due, begun, source } = createSource();
    due.push('running');
    begin(source);
    await vi.waitFor(() => expect(begun).toEqual(['running']), PATIENCE);
    await work.stop();
    due.push('late');
    work.wake();
    await Promise.resolve();
    expect(begun).toEqual(['running']);
  });
});
