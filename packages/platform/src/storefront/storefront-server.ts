import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join, relative, sep } from 'node:path';
import { MIMEType } from 'node:util';
import compress from '@fastify/compress';
import proxy from '@fastify/http-proxy';
import files from '@fastify/static';
import { ANSWERS_TO_THE_END, finishRequests } from '@galleria/kit/process/finish-requests';
import {
  fastify,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type HTTPMethods,
} from 'fastify';
import { withClientAddress } from './client-address.ts';
import { relaySockets } from './socket-relay.ts';

export interface StorefrontServerOptions {
  /** The built pages: index.html, assets/, and routes.json with the addresses that have a page. */
  readonly folder: string;
  readonly routerUrl: string;
  readonly imagesUrl: string;
}

const PAGE = 'index.html';
const ROUTES = 'routes.json';
/** Of a slug in an address: as many as Node reads, where Fastify would stop at 100. */
const MOST_LETTERS = 16_384;
const ONE_YEAR_MS = 31_536_000_000;
const HOP_BY_HOP = new Set(['connection', 'keep-alive']);
/** What has no end of its own. */
const STREAM = /^(text\/event-stream|multipart\/mixed)\b/;

/**
 * `/graphql` and `/services` (the router's readiness) go to the router and `/images` to the products service; `/assets`
 * are named after their content and kept by browsers for good. The addresses of routes.json are pages of the app; what
 * a browser opens beside them gets the app too, which says that nothing is there, with the status 404. Whether there is
 * a product or category of some name is known to the graph alone: such an address is a page.
 */
export async function createStorefrontServer(options: StorefrontServerOptions): Promise<FastifyInstance> {
  const { folder, routerUrl, imagesUrl } = options;
  const html = readFileSync(join(folder, PAGE), 'utf8');
  const policy = contentPolicy(html);
  const nothing = (request: FastifyRequest, reply: FastifyReply) => {
    if (!wantsPage(request)) return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.');
    return reply
      .code(404)
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache', 'x-robots-tag': 'noindex' })
      .type('text/html; charset=utf-8')
      .send(html);
  };
  const server = fastify({
    ...ANSWERS_TO_THE_END,
    routerOptions: { caseSensitive: false, maxParamLength: MOST_LETTERS },
    // An address that cannot be decoded.
    frameworkErrors: (_error, request, reply) => void nothing(request, reply),
  });
  finishRequests(server);
  server.addHook('onRequest', async ({ raw }, reply) => {
    const type = plainContentType(raw.headers['content-type']);
    if (type === null) return reply.code(415).type('text/plain; charset=utf-8').send('This is no content type.');
    if (type !== undefined) raw.headers['content-type'] = type;
  });
  server.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'strict-origin-when-cross-origin');
  });
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/ready', async () => ({ ready: true }));
  // Files are compressed beside themselves by the build; this is for the graph's answers, never for pictures.
  await server.register(compress, { encodings: ['gzip'], zlibOptions: { level: 5 } });
  await addProxies(server, routerUrl, imagesUrl);
  endStreamsWithServer(server);
  relaySockets({ server: server.server, routerUrl, stopping: server.stopping });
  await server.register(files, {
    root: folder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const file = relative(folder, path);
      const kept = file.startsWith(`assets${sep}`);
      void reply.header('cache-control', kept ? `public, max-age=${ONE_YEAR_MS / 1000}, immutable` : 'no-cache');
      // Here, so that the page is never without it, whichever address it is asked for at.
      if (file === PAGE || file.startsWith(`${PAGE}.`)) void reply.header('content-security-policy', policy);
    },
  });
  for (const route of JSON.parse(readFileSync(join(folder, ROUTES), 'utf8')) as string[]) {
    // As the router in the browser reads it: a part is never empty, and a slash at the end is nothing.
    const path = route.replace(/:\w+/g, '$&(.+)').replace(/\/$/, '');
    for (const address of new Set([path || '/', `${path}/`])) {
      server.get(address, (_request, reply) => reply.sendFile(PAGE));
    }
  }
  // The file is there, but the app has no page of this name.
  server.get(`/${PAGE}`, ({ url }, reply) => reply.redirect(url.replace(/^[^?]*/, '/'), 301));
  server.setNotFoundHandler(nothing);
  // A folder, or a file by another spelling of its name, is refused by what hands out files: to a visitor that is
  // nothing, too.
  server.setErrorHandler<FastifyError>((error, request, reply) =>
    error.statusCode === 403 ? nothing(request, reply) : reply.send(error),
  );
  return server;
}

async function addProxies(server: FastifyInstance, routerUrl: string, imagesUrl: string): Promise<void> {
  // A router or service that is away is an answer to the page, which then says what rests; it is no failure of this
  // server.
  const onError = (reply: { code(status: number): { send(body: unknown): unknown } }) =>
    void reply.code(503).send({ errors: [{ message: 'The shop rests.', extensions: { code: 'GRAPH_UNREACHABLE' } }] });
  const replyOptions = { onError, rewriteRequestHeaders: withClientAddress, rewriteHeaders: withoutConnection };
  // Bodies are read whole before they go on: a stream to a router that is away would take the visitor's connection with
  // it.
  const common = { replyOptions, proxyPayloads: false };
  const read: HTTPMethods[] = ['GET', 'HEAD'];
  // Each address by itself: with all that is below it, a client would choose which of a server's addresses is asked.
  const graph = { upstream: routerUrl, prefix: '/graphql', rewritePrefix: '/graphql', routes: [''] };
  const services = { upstream: routerUrl, prefix: '/services', rewritePrefix: '/ready', routes: [''] };
  const images = { upstream: imagesUrl, prefix: '/images', rewritePrefix: '/images', routes: ['/:slug/:name'] };
  await server.register(proxy, { ...common, ...graph });
  await server.register(proxy, { ...common, ...services, httpMethods: read });
  await server.register(proxy, { ...common, ...images, httpMethods: read });
}

/** A stream that the router answers with is broken off, so that the page asks another server. */
function endStreamsWithServer(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply) => {
    if (!STREAM.test(String(reply.getHeader('content-type')))) return;
    const breakOff = () => reply.raw.destroy();
    server.stopping.addEventListener('abort', breakOff, { once: true });
    reply.raw.once('close', () => server.stopping.removeEventListener('abort', breakOff));
    if (server.stopping.aborted) breakOff();
  });
}

/** As the proxy can read it, which takes nothing that is left out after a semicolon; null when it is none. */
function plainContentType(type: string | undefined): string | undefined | null {
  if (type === undefined) return undefined;
  try {
    return String(new MIMEType(type));
  } catch {
    return null;
  }
}

/** What is said of the connection to the server behind is not true of the visitor's (RFC 9110, section 7.6.1). */
function withoutConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/**
 * Whoever asks for a file that is not there, such as a script of an older build, cannot use a page. By the path as the
 * route matched it, decoded: what a browser encodes in an address does not make a page of a missing file.
 */
function wantsPage({ method, params, headers }: FastifyRequest): boolean {
  const path = (params as { readonly '*'?: string } | null)?.['*'] ?? '';
  const isFile = /^assets(\/|$)|\.[a-z0-9]{2,5}$/i.test(path);
  return (method === 'GET' || method === 'HEAD') && !isFile && /text\/html|\*\/\*/.test(headers.accept ?? '*/*');
}

/**
 * Nothing but the shop's own; the one script inside the page, which sets the theme before anything is painted, by its
 * hash.
 */
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
