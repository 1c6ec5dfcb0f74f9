import { gzipSync } from 'node:zlib';
import { chunked, type RawRequest } from './raw-http.ts';

type Titled<Value> = readonly (readonly [title: string, value: Value])[];

/**
 * Other spellings of a path such as `/graphql`. A server takes some of them for the same address and some for another;
 * what it guards must be guarded whichever way it sees them.
 */
export function spellingsOf(path: string): Titled<string> {
  const [first = '', ...rest] = path.slice(1);
  const name = rest.join('');
  return [
    ['as it is', path],
    ['with a letter encoded', `/${encoded(first)}${name}`],
    ['with every letter encoded', `/${[...path.slice(1)].map(encoded).join('')}`],
    ['with a letter encoded in upper-case digits', `/${encoded(first).toUpperCase()}${name}`],
    ['encoded twice', `/${encoded(first).replace('%', '%25')}${name}`],
    ['in upper case', path.toUpperCase()],
    ['with a second slash before it', `/${path}`],
    ['with an encoded slash before it', `/%2f${path.slice(1)}`],
    ['with a slash behind it', `${path}/`],
    ['with a semicolon', `${path};a=b`],
    ['with a query', `${path}?a=b`],
    ['with a letter encoded and a query', `/${encoded(first)}${name}?a=b`],
    ['with a fragment', `${path}#a`],
    ['in absolute form', `http://localhost${path}`],
    ['in absolute form, of another host', `http://elsewhere.example:80${path}`],
    ['in absolute form, encoded', `HTTP://elsewhere.example/${encoded(first)}${name}`],
    ['behind a dot', `/.${path}`],
    ['behind an encoded dot', `/%2e${path}`],
    ['behind dots that lead out of another route', `/health/..${path}`],
    ['behind encoded dots that lead out of another route', `/health/%2e%2e${path}`],
    ['behind dots and an encoded slash', `/health/..%2f${path.slice(1)}`],
    ['behind dots and backslashes', `/health\\..\\${path.slice(1)}`],
    ['behind dots and an encoded backslash', `/health/..%5c${path.slice(1)}`],
    ['with an encoded NUL', `${path}%00`],
    ['with an encoded space', `${path}%20`],
    ['with an overlong slash', `/%c0%af${path.slice(1)}`],
    ['with half an escape', `${path}%6`],
  ];
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

/** Ways to ask the graph at an address, none of them signed unless these headers do it. */
export function waysToAsk(
  path: string,
  query: string,
  extra: NonNullable<RawRequest['headers']> = [],
): Titled<RawRequest> {
  const body = JSON.stringify({ query });
  const inAddress = `${path}?query=${encodeURIComponent(query)}`;
  const post = (headers: NonNullable<RawRequest['headers']>, sent: string | Buffer = body): RawRequest => ({
    method: 'POST',
    target: path,
    headers: [...headers, ...extra],
    body: sent,
  });
  const method = (name: string): RawRequest => ({ ...post([JSON_TYPE]), method: name });
  const read = (name: string, headers: NonNullable<RawRequest['headers']> = []): RawRequest => ({
    method: name,
    target: inAddress,
    headers: [...headers, ...extra],
  });
  return [
    ['POST', post([JSON_TYPE])],
    ['POST with a batch', post([JSON_TYPE], `[${body}]`)],
    ['GET', read('GET')],
    ['GET as a browser opens a page', read('GET', [['Accept', 'text/html,*/*']])],
    ['HEAD', read('HEAD')],
    ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND'].map((name) => [name, method(name)] as const),
    ['a method in lower case', method('post')],
    ['a method that a header overrides', { ...read('GET', [['X-HTTP-Method-Override', 'POST']]) }],
    ['JSON with a charset', post([['Content-Type', 'APPLICATION/JSON; charset=utf-8']])],
    ['JSON that says to be text', post([['Content-Type', 'text/plain']])],
    ['a GraphQL document', post([['Content-Type', 'application/graphql']], query)],
    ['a form', post([['Content-Type', 'application/x-www-form-urlencoded']], `query=${encodeURIComponent(query)}`)],
    ['no content type', post([])],
    ['two content types', post([JSON_TYPE, ['Content-Type', 'text/plain']])],
    ['a body in chunks', post([JSON_TYPE, ['Transfer-Encoding', 'chunked']], chunked(body))],
    [
      'a body in chunks that also has a length',
      post([JSON_TYPE, ['Transfer-Encoding', 'chunked'], ['Content-Length', '4']], chunked(body)),
    ],
    ['a body in gzip', post([JSON_TYPE, ['Content-Encoding', 'gzip']], gzipSync(body))],
    ['another host', post([['Host', 'elsewhere.example'], JSON_TYPE])],
    ['a host that is no name', post([['Host', '../graphql?'], JSON_TYPE])],
    ['an empty host', post([['Host', ''], JSON_TYPE])],
    ['two hosts', post([['Host', 'localhost'], ['Host', 'elsewhere.example'], JSON_TYPE])],
    ['a forwarded address', post([['X-Forwarded-For', '127.0.0.1'], ['X-Original-URL', '/health'], JSON_TYPE])],
  ];
}

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}
