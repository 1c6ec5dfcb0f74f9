/** Where a subgraph is: at one address, or at all those that a name has in DNS. */
export type InstanceAddress =
  | { readonly kind: 'fixed'; readonly url: string }
  | { readonly kind: 'dns' | 'srv'; readonly name: string; readonly url: URL };

/** What may be written, for whoever wrote something else. */
export const ADDRESS_FORMS = 'http://host:port/path, dns+http://name:port/path or srv+http://_service._proto.name/path';

const FORM = /^(?:(dns|srv)\+(?=http:))?(https?:\/\/[^/?#\s]+.*)$/;
const SRV_NAME = /^_[^.]+\._(tcp|udp)\..+$/;

/**
 * Reads an address of a subgraph. A prefix before an ordinary URL says what is looked up (as Thanos and Prometheus'
 * kin write it): `dns+` all addresses of its host, `srv+` hosts and ports of its SRV records. Undefined when it is
 * none, and for names with `https`: a certificate is for the name, and instances are called by address.
 */
export function parseInstanceAddress(text: string): InstanceAddress | undefined {
  const [, prefix, rest = ''] = FORM.exec(text) ?? [];
  if (!URL.canParse(rest)) return undefined;
  const url = new URL(rest);
  if (prefix === undefined) return { kind: 'fixed', url: rest };
  if (prefix === 'dns') return { kind: 'dns', name: url.hostname, url };
  // Ports are what the records tell.
  return SRV_NAME.test(url.hostname) && url.port === '' ? { kind: 'srv', name: url.hostname, url } : undefined;
}

/** The URL of one instance that was found. */
export function instanceUrl(template: URL, host: string, port: number | undefined): string {
  const url = new URL(template);
  url.hostname = host.includes(':') ? `[${host}]` : host;
  if (port !== undefined) url.port = String(port);
  return url.href;
}
