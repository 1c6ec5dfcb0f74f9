/**
 * What requests of one client are counted under: an IPv4 address, or the first 64 bits of an IPv6 address. A household,
 * or a rented server, has all addresses of such a network (RFC 6177), so counting single ones would count nothing.
 * Takes a valid address.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address;
  // The URL parser knows the one canonical spelling (RFC 5952); zones are no part of it.
  const canonical = new URL(`http://[${address.split('%')[0] ?? ''}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped !== null) return ipv4Of(mapped[1] ?? '', mapped[2] ?? '');
  return `${groupsOf(canonical).slice(0, 4).join(':')}::/64`;
}

/** An IPv4 client of a server that listens on both (`::ffff:192.0.2.1`). */
function ipv4Of(high: string, low: string): string {
  return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.');
}

/** All eight, with the zeros that "::" stands for. */
function groupsOf(canonical: string): string[] {
  const [before = '', after = ''] = canonical.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === '' ? [] : after.split(':');
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}
