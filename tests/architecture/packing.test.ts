import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'galleria-packed-'));
const processes = [...readProject(ROOT).subgraphNames, 'router', 'storefront', 'mailbox'];

afterAll(() => rmSync(folder, { recursive: true }));

describe('what an image holds', () => {
  it.each(processes)('lets %s load all that it needs, as far as its settings, which are wrong here', (name) => {
    const packed = join(folder, name);
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/pack.ts', name, packed], { cwd: ROOT });
    const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/${name}/main.js`], {
      cwd: packed,
      env: { PORT: 'none' },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(stdout + stderr).toContain('PORT in the environment');
    expect(status).toBe(1);
  });
});
