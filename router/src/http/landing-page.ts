import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isGraphqlPath } from './graphql-endpoint.ts';
import { landingPageHtml, landingPagePolicy, pageNotBuiltHtml } from './landing-page-html.ts';

const ASSETS = {
  'landing-page.js': 'text/javascript; charset=utf-8',
  'graphiql.js': 'text/javascript; charset=utf-8',
  'graphiql.css': 'text/css; charset=utf-8',
} as const;

/**
 * Serves Apollo Sandbox at `/`, and at `/graphql` to browsers, and GraphiQL at `/graphiql`, both with example
 * operations. The page falls back to GraphiQL by itself where Sandbox's script cannot be loaded. `folder` holds the
 * browser's part as scripts/build/landing-page.ts bundles it.
 */
export function registerLandingPage(app: FastifyInstance, folder: string): void {
  const isBuilt = Object.keys(ASSETS).every((name) => existsSync(join(folder, name)));
  const pages = {
    sandbox: isBuilt ? landingPageHtml('sandbox') : pageNotBuiltHtml,
    graphiql: isBuilt ? landingPageHtml('graphiql') : pageNotBuiltHtml,
  };
  app.get('/', async (_request, reply) => sendPage(reply, pages.sandbox));
  app.get('/graphiql', async (_request, reply) => sendPage(reply, pages.graphiql));
  app.addHook('onRequest', async (request, reply) => {
    // A link with a query in it is a request to the graph, even when a browser follows it.
    const hasQuery = Object.keys(request.query as object).length > 0;
    const isVisit = request.method === 'GET' && isGraphqlPath(request.routeOptions.url) && !hasQuery;
    if (isVisit && request.headers.accept?.includes('text/html') === true) return sendPage(reply, pages.sandbox);
  });
  if (isBuilt) registerAssets(app, folder);
}

function registerAssets(app: FastifyInstance, folder: string): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(join(folder, name));
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', 'no-cache')
        .header('x-content-type-options', 'nosniff')
        .send(content),
    );
  }
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', landingPagePolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .send(html);
}
