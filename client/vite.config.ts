import { resolve } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { shellPages } from './shell-pages.ts';

const graph = process.env.GRAPH_ORIGIN ?? 'http://localhost:4000';
const images = process.env.IMAGES_ORIGIN ?? 'http://localhost:4002';
const router = resolve(import.meta.dirname, '../node_modules/react-router/dist/production');

/**
 * `npm run dev -w client` talks to a Galleria that runs; GRAPH_ORIGIN and IMAGES_ORIGIN name another than the usual
 * one.
 */
export default defineConfig({
  plugins: [react(), tailwind(), shellPages()],
  // The package offers browsers its development build, with warnings that are of no use in a shop.
  resolve: {
    // rxjs brings classes under this name, and otherwise functions for browsers of 2011.
    conditions: ['es2015', ...defaultClientConditions],
    alias: [
      { find: /^react-router$/, replacement: `${router}/index.mjs` },
      { find: /^react-router\/dom$/, replacement: `${router}/dom-export.mjs` },
    ],
  },
  server: {
    port: 4091,
    proxy: {
      '/graphql': graph,
      '/services': { target: graph, rewrite: () => '/ready' },
      '/images': images,
    },
  },
  build: {
    target: 'es2024',
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      // What is read and not used is left out: no library of the shop does anything where a property is only read. 3 KB
      // less.
      treeshake: { propertyReadSideEffects: false },
      output: {
        // Compiled beside the main thread as they arrive, https://v8.dev/blog/explicit-compile-hints
        postBanner: ({ isEntry, isDynamicEntry }) =>
          isEntry || isDynamicEntry ? '' : '//# allFunctionsCalledOnLoad\n',
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'router', test: /node_modules\/react-router\// },
            // What nearly every page needs, in one piece: many small ones compress worse.
            {
              name: 'shop',
              test: /client\/src\/(graph|ui|shell|words\/(?!de)[^/]+$|cart\/(?!cart-page)|services\/(?!status-page))/,
            },
            {
              name: 'graph',
              test: /node_modules\/(@apollo|graphql|rxjs|@wry|optimism|@graphql-typed-document-node)\//,
            },
          ],
        },
      },
    },
  },
});
