import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchDirectory } from './scratch-directory.ts';

it('is in memory where there is ample room, and on disk where there is not, or no such place', async () => {
  const memory = mkdtempSync(join(tmpdir(), 'memory-'));
  expect(await scratchDirectory(memory, 1)).toBe(memory);
  expect(await scratchDirectory(memory, Number.MAX_SAFE_INTEGER)).toBe(tmpdir());
  rmSync(memory, { recursive: true });
  expect(await scratchDirectory(memory, 1)).toBe(tmpdir());
});
