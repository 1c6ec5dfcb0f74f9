import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const graph = process.env.GRAPH_ORIGIN ?? 'http://localhost:4000';
const images = process.env.IMAGES_ORIGIN ?? 'http://localhost:4002';

/** `npm run dev -w client` talks to a Galleria that runs; GRAPH_ORIGIN and IMAGES_ORIGIN name another than the usual one. */
export default defineConfig({
  plugins: [react(), tailwind(), inlineStyles()],
  server: {
    port: 4091,
    proxy: {
      '/graphql': graph,
      '/services': { target: graph, rewrite: () => '/ready' },
      '/images': images,
    },
  },
  build: {
    target: 'es2022',
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'router', test: /node_modules\/react-router\// },
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

/** The styles of the shop are small; inside the page they cost no round trip before the first paint. */
function inlineStyles(): Plugin {
  return {
    name: 'inline-styles',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) =>
        html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, file: string) => {
          const asset = bundle[file];
          return asset?.type === 'asset' ? `<style>${String(asset.source)}</style>` : link;
        }),
    },
  };
}
