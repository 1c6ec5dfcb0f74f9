/**
 * Measures how long `npm run contracts` takes with nothing kept, start of the process included: on Galleria against its
 * own last commit, and on as many generated subgraphs as SUBGRAPHS says (100), a tenth of which changes. The best of
 * ROUNDS (3) counts, because what else the machine does is no property of the checks. Prints JSON; ends with 1 beyond
 * 5 s and 30 s.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateSubgraphs } from './contracts/generated-subgraphs.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const SUBGRAPHS = Number(process.env['SUBGRAPHS'] ?? 100);
const GRAPH_CHECKS = ['composition', 'schema', 'operations', 'lint'];

const folder = mkdtempSync(join(tmpdir(), 'galleria-bench-contracts-'));
generateSubgraphs(join(folder, 'before'), SUBGRAPHS);
generateSubgraphs(join(folder, 'after'), SUBGRAPHS, { changed: true });

const galleria = measure(['scripts/contracts.ts', '--base', 'HEAD', '--no-cache', '--format', 'json']);
const program = 'bench/contracts/check-folder.ts';
const generated = measure([program, join(folder, 'after'), ...GRAPH_CHECKS, '--base', join(folder, 'before')]);
rmSync(folder, { recursive: true });

const results = [
  { graph: 'Galleria', seconds: galleria, limit: 5 },
  { graph: `${SUBGRAPHS} generated subgraphs`, seconds: generated, limit: 30 },
];
console.log(JSON.stringify(results, null, 2));
if (results.some(({ seconds, limit }) => seconds > limit)) process.exitCode = 1;

/** In seconds, with two decimals. */
function measure(argv: readonly string[]): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...argv], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (status !== 0 && status !== 1) throw new Error(`The checks could not be run: ${stderr}`);
    return performance.now() - started;
  });
  return Math.round(Math.min(...times) / 10) / 100;
}
