import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/broker/support/log-fixture.ts';
import { lockDirectory } from './directory-lock.ts';

const locked = expect.objectContaining({ code: 'DATA_DIRECTORY_LOCKED' }) as Error;

describe('The lock of a data directory', () => {
  it('is held once and can be taken again after its release', () => {
    const directory = temporaryDirectory();
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(locked);
    lock.release();
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is adopted from a process that is dead', () => {
    const directory = temporaryDirectory();
    const { pid } = spawnSync('true');
    writeFileSync(join(directory, `lock.${pid}.1.00ff`), '');
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is adopted when a living process only has the number of the dead one', () => {
    const directory = temporaryDirectory();
    const startedAtAnotherTime = '1';
    writeFileSync(join(directory, `lock.${process.pid}.${startedAtAnotherTime}.00ff`), '');
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves other files alone', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'topics.json'), '{}');
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual(['topics.json']);
  });
});
