/** A browser asks for its refresh token to be kept in a cookie by sending this header with this value. */
export const SESSION_HEADER = 'x-galleria-session';
export const SESSION_IN_COOKIE = 'cookie';

/**
 * Holds a browser's refresh token. It is read only beside the header, which another site's page cannot send without
 * asking first (and is then refused): a cookie that comes by itself proves nothing.
 */
export const SESSION_COOKIE = 'galleria_refresh';

/** The value of a cookie in a `Cookie` header (RFC 6265, section 4.2); null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [found, ...value] = pair.split('=');
    if (found?.trim() === name) return value.join('=').trim();
  }
  return null;
}

/** Whether a `Set-Cookie` header sets the cookie of this name. */
export function setsCookie(header: string, name: string): boolean {
  return header.startsWith(`${name}=`);
}
