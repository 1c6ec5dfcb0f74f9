import { describe, expect, it } from 'vitest';
import { availableMemory } from './available-memory.ts';
import { checkDisk, checkMemory, checkNode, checkPackages, checkPermissions } from './machine-checks.ts';

const MEBIBYTE = 1024 * 1024;

describe('the doctor, about the machine', () => {
  it('fails on an old Node', () => {
    expect(checkNode('v20.19.0', undefined).outcome).toBe('ok');
    expect(checkNode('v18.0.0', 'Galleria needs Node 20.19 or newer; this is 18.0.0.')).toMatchObject({
      outcome: 'failed',
      advice: expect.stringContaining('Install a newer Node') as string,
    });
  });

  it('fails on packages that are not installed', () => {
    expect(checkPackages(true).outcome).toBe('ok');
    expect(checkPackages(false)).toMatchObject({
      outcome: 'failed',
      advice: expect.stringContaining('npm ci') as string,
    });
  });

  it.each([
    [499, 'failed'],
    [500, 'warning'],
    [2_048, 'ok'],
  ])('calls a disk with %d MB free %s', async (free, outcome) => {
    expect(await checkDisk('/shop', async () => free * MEBIBYTE)).toMatchObject({ outcome });
  });

  it('looks at the disk that a directory will be on', async () => {
    expect((await checkDisk('/tmp/not/there/yet')).text).toMatch(/^\d+ MB free/);
  });

  it.each([
    [767, 'failed'],
    [768, 'warning'],
    [1_536, 'ok'],
  ])('calls %d MB of memory %s', (available, outcome) => {
    expect(checkMemory(available * MEBIBYTE)).toMatchObject({ outcome });
  });

  it('counts as available what the system would give back, but no more than a container may use', () => {
    const files: Record<string, string> = { '/proc/meminfo': 'MemFree: 1 kB\nMemAvailable:    4096 kB\n' };
    const read = (file: string) => {
      const text = files[file];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    };
    expect(availableMemory(read)).toBe(4 * MEBIBYTE);
    files['/sys/fs/cgroup/memory.max'] = 'max\n';
    files['/sys/fs/cgroup/memory.current'] = String(MEBIBYTE);
    expect(availableMemory(read)).toBe(4 * MEBIBYTE);
    files['/sys/fs/cgroup/memory.max'] = String(3 * MEBIBYTE);
    expect(availableMemory(read)).toBe(2 * MEBIBYTE);
  });

  it('fails on a state directory that this user may not write to, or not make', async () => {
    const answers: Record<string, 'yes' | 'no' | 'absent'> = { '/shop/.galleria': 'absent', '/shop': 'yes' };
    const mayWrite = async (path: string) => answers[path] ?? 'no';
    expect(await checkPermissions('/shop/.galleria', mayWrite)).toMatchObject({ outcome: 'ok' });
    answers['/shop'] = 'no';
    expect(await checkPermissions('/shop/.galleria', mayWrite)).toMatchObject({
      outcome: 'failed',
      text: 'this user may not write to /shop',
    });
    answers['/shop/.galleria'] = 'no';
    expect((await checkPermissions('/shop/.galleria', mayWrite)).text).toContain('/shop/.galleria');
  });
});
