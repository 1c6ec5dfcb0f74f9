import type { IncomingHttpHeaders } from 'node:http';

/** Node has answered it by the time that the body is here. */
const EXPECT = 'expect';

/**
 * Who is asking, as every proxy on the way adds it: the router believes the last that it did not get from a proxy it
 * trusts.
 */
export function withClientAddress(
  { socket }: { readonly socket: { readonly remoteAddress?: string | undefined } },
  headers: IncomingHttpHeaders,
): IncomingHttpHeaders {
  const path = [headers['x-forwarded-for'], socket.remoteAddress].flat().filter((address) => address !== undefined);
  const others = Object.entries(headers).filter(([name]) => name !== EXPECT);
  return { ...Object.fromEntries(others), 'x-forwarded-for': path.join(', ') };
}
