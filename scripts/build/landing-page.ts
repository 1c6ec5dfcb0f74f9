import { resolve } from 'node:path';
import { build } from 'esbuild';

const BROWSER = resolve(import.meta.dirname, '../../router/browser');

/**
 * Bundles what the router's landing page runs in the browser into `folder`: landing-page.js, graphiql.js and
 * graphiql.css. Everything is inside, so that the page works without a network. Takes about a second.
 */
export async function buildLandingPage(folder: string): Promise<void> {
  await build({
    entryPoints: { 'landing-page': resolve(BROWSER, 'landing-page.ts'), graphiql: resolve(BROWSER, 'graphiql.ts') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'linked',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl' },
    logLevel: 'warning',
  });
}

if (process.argv[1] === import.meta.filename) {
  await buildLandingPage(resolve(import.meta.dirname, '../../dist/router/graphiql'));
}
