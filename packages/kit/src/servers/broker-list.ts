/** Brokers as a setting names them, or what is wrong with it. */
export type BrokerList =
  | { readonly brokers: readonly string[]; readonly problem?: undefined }
  | { readonly brokers?: undefined; readonly problem: string };

const EXAMPLE = 'write host:port, several separated by commas';

/**
 * Reads `a:9092, B:9092, [::1]:9092,`: each broker once, as `host:port` with a lower-case host and an IPv6 address in
 * brackets. The `kafka://` that `npm run status` shows before an address may be there.
 */
export function parseBrokerList(text: string): BrokerList {
  const brokers = new Set<string>();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const result = parseBroker(entry);
    if (result.problem !== undefined) return result;
    brokers.add(result.broker);
  }
  return brokers.size === 0 ? { problem: `names no broker; ${EXAMPLE}` } : { brokers: [...brokers] };
}

/**
 * The host and port of an address that `parseBrokerList` gave; an IPv6 address without its brackets, as sockets want
 * it.
 */
export function hostAndPort(broker: string): { readonly host: string; readonly port: number } {
  const colon = broker.lastIndexOf(':');
  return { host: broker.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(broker.slice(colon + 1)) };
}

function parseBroker(
  entry: string,
): { readonly broker: string; readonly problem?: undefined } | { readonly problem: string } {
  // Not repeated in the message: what stands before it may be a password.
  if (entry.includes('@'))
    return { problem: `holds a user or password, which Galleria's client cannot use; ${EXAMPLE}` };
  const [, scheme, address = ''] = /^(?:([a-z][a-z0-9+._-]*):\/\/)?(.*)$/is.exec(entry) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== 'kafka') {
    return { problem: `"${entry}" begins with ${scheme}://, which Galleria's client does not speak; ${EXAMPLE}` };
  }
  const [hostPort = '', path] = address.split(/[/?#](.*)/s);
  if (path !== undefined && path !== '') return { problem: `"${entry}" has a path; ${EXAMPLE}` };
  const [, host = '', port] = /^(\[[0-9a-f:.]+(?:%[^\]\s]+)?\]|[^:\s[\]]+)(?::(.*))?$/is.exec(hostPort) ?? [];
  if (host === '') {
    const isBareAddress = /^[0-9a-f]*:[0-9a-f:.]*$/i.test(hostPort);
    return {
      problem: `"${entry}" is not host:port; ${isBareAddress ? 'an IPv6 address is written [::1]:9092' : EXAMPLE}`,
    };
  }
  if (port === undefined || port === '')
    return { problem: `"${entry}" has no port; Kafka's own is 9092: ${host}:9092` };
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return { problem: `"${entry}" has no port between 1 and 65535; ${EXAMPLE}` };
  }
  return { broker: `${host.toLowerCase()}:${Number(port)}` };
}
