import { execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

  it.each(['hive', 'apollo'])('lets the router’s planner %s read the supergraph', async (planner) => {
    const packed = join(folder, 'router');
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/pack.ts', 'router', packed], { cwd: ROOT });
    const child = fork(join(packed, 'dist/router/planner.js'), [planner, '60000'], { cwd: packed, execArgv: [] });
    const supergraphSdl = readFileSync(join(packed, 'router/supergraph.graphql'), 'utf8');
    child.send({ kind: 'open', supergraphSdl });
    const [answer] = (await once(child, 'message')) as unknown[];
    child.kill('SIGKILL');
    expect(answer).toEqual({ kind: 'opened' });
  });
});
