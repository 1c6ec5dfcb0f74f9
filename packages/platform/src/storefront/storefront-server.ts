import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import compress from '@fastify/compress';
import proxy from '@fastify/http-proxy';
import files from '@fastify/static';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

export interface StorefrontServerOptions {
  /** The built pages: index.html and assets/. */
  readonly folder: string;
  readonly routerUrl: string;
  readonly imagesUrl: string;
}

const PAGE = 'index.html';
const ONE_YEAR_MS = 31_536_000_000;

/**
 * `/graphql` and `/services` (the router's readiness) go to the router and `/images` to the products service; `/assets` are
 * named after their content and kept by browsers for good. Every other address that a browser opens is a page of the app.
 */
export async function createStorefrontServer(options: StorefrontServerOptions): Promise<FastifyInstance> {
  const { folder, routerUrl, imagesUrl } = options;
  const policy = contentPolicy(readFileSync(join(folder, PAGE), 'utf8'));
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'strict-origin-when-cross-origin');
  });
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/ready', async () => ({ ready: true }));
  // Files are compressed beside themselves by the build; this is for the graph's answers, never for pictures.
  await server.register(compress, { encodings: ['gzip'], zlibOptions: { level: 5 } });
  await addProxies(server, routerUrl, imagesUrl);
  await server.register(files, {
    root: folder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const kept = path.includes('/assets/');
      void reply.header('cache-control', kept ? `public, max-age=${ONE_YEAR_MS / 1000}, immutable` : 'no-cache');
    },
  });
  const page = (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('content-security-policy', policy).header('cache-control', 'no-cache').sendFile(PAGE);
  server.get('/', page);
  server.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return page(request, reply);
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.');
  });
  return server;
}

async function addProxies(server: FastifyInstance, routerUrl: string, imagesUrl: string): Promise<void> {
  // A router or service that is away is an answer to the page, which then says what rests; it is no failure of this server.
  const onError = (reply: { code(status: number): { send(body: unknown): unknown } }) =>
    void reply.code(503).send({ errors: [{ message: 'The shop rests.', extensions: { code: 'GRAPH_UNREACHABLE' } }] });
  const replyOptions = { onError, rewriteRequestHeaders: withClientAddress };
  // Bodies are read whole before they go on: a stream to a router that is away would take the visitor's connection with it.
  const common = { replyOptions, proxyPayloads: false };
  await server.register(proxy, { ...common, upstream: routerUrl, prefix: '/graphql', rewritePrefix: '/graphql' });
  await server.register(proxy, { ...common, upstream: routerUrl, prefix: '/services', rewritePrefix: '/ready' });
  await server.register(proxy, { ...common, upstream: imagesUrl, prefix: '/images', rewritePrefix: '/images' });
}

/** Who is asking, as every proxy on the way adds it: the router believes the last that it did not get from a proxy it trusts. */
function withClientAddress(
  { socket }: { readonly socket: { readonly remoteAddress?: string | undefined } },
  headers: IncomingHttpHeaders,
): IncomingHttpHeaders {
  const path = [headers['x-forwarded-for'], socket.remoteAddress].flat().filter((address) => address !== undefined);
  return { ...headers, 'x-forwarded-for': path.join(', ') };
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  const isFile = /\.[a-z0-9]{2,5}$/i.test(url.split('?')[0] ?? '');
  return (method === 'GET' || method === 'HEAD') && !isFile && /text\/html|\*\/\*/.test(headers.accept ?? '*/*');
}

/** Nothing but the shop's own; the one script inside the page, which sets the theme before anything is painted, by its hash. */
function contentPolicy(page: string): string {
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
