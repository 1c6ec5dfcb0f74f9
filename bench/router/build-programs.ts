import { resolve } from 'node:path';
import { build } from 'esbuild';
import { COMMONJS_GLOBALS, EXTERNAL } from '../../scripts/build/bundle-settings.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRAMS = ['bare-engine', 'floor', 'stock-gateway'];

/** The router and the programs beside it, bundled as processes are shipped. Gives the folder. */
export async function buildPrograms(): Promise<string> {
  const outdir = resolve(ROOT, 'dist/bench-router');
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'router/src/main.ts',
      planner: 'router/src/plan/process/planner-program.ts',
      ...Object.fromEntries(PROGRAMS.map((name) => [name, `bench/router/programs/${name}.ts`])),
    },
    outdir,
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning' },
    external: EXTERNAL,
    banner: { js: COMMONJS_GLOBALS },
  });
  return outdir;
}
