import type { IncomingHttpHeaders } from 'node:http';

/** As Apollo's clients call themselves, and as others do. */
const NAMES = ['apollographql-client-name', 'graphql-client-name'];
const VERSIONS = ['apollographql-client-version', 'graphql-client-version'];
const LONGEST = 64;

/** What a client says that it is, such as `storefront 1.4`; undefined when it says nothing. Nobody may rely on it. */
export function clientName(headers: IncomingHttpHeaders): string | undefined {
  const name = read(headers, NAMES);
  const version = read(headers, VERSIONS);
  if (name === undefined) return undefined;
  return version === undefined ? name : `${name} ${version}`;
}

function read(headers: IncomingHttpHeaders, names: readonly string[]): string | undefined {
  const value = names.map((name) => headers[name]).find((given) => typeof given === 'string' && given !== '');
  return typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
}
