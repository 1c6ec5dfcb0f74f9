import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canReach } from './server-user.ts';

const STRANGER = { uid: 54_321, gid: 54_321 };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'galleria-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('canReach', () => {
  it('stops at a directory on the way that only its owner may pass', async () => {
    const inner = path.join(directory, 'inner');
    await mkdir(inner, { mode: 0o755 });
    await chmod(directory, 0o700);
    expect(await canReach(path.join(inner, 'file'), STRANGER)).toBe(false);
    expect(await canReach(path.join(inner, 'file'), { uid: process.getuid?.() ?? 0, gid: 0 })).toBe(true);
  });

  it('does not ask for the permission of the file itself', async () => {
    await chmod(directory, 0o711);
    expect(await canReach(path.join(directory, 'not-there'), STRANGER)).toBe(true);
  });
});
