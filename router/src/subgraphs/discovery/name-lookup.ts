import { lookup, Resolver } from 'node:dns/promises';
import { instanceUrl, type InstanceAddress } from './instance-address.ts';

type Named = Exclude<InstanceAddress, { readonly kind: 'fixed' }>;

/** The URLs of the instances that a name stands for now. Rejects when it cannot be told. */
export type NameLookup = (address: Named) => Promise<readonly string[]>;

/** A name server that says nothing is asked twice, for so long each time. */
const ASK = { timeout: 1_000, tries: 2 };

/**
 * Looks names up at `servers`. Without any, hosts are found as every program of the system finds them (hosts file,
 * search domains: `orders` alone is enough in a pod), and SRV records at the system's name servers, by their full name.
 */
export function createNameLookup(servers: readonly string[]): NameLookup {
  const resolver = new Resolver(ASK);
  if (servers.length > 0) resolver.setServers(servers);
  const addressesOf = async (host: string): Promise<readonly string[]> => {
    if (servers.length > 0) return resolved(resolver, host);
    const found = await lookup(host, { all: true });
    const four = found.filter(({ family }) => family === 4);
    return (four.length > 0 ? four : found).map(({ address }) => address);
  };
  return async ({ kind, name, url }) => {
    if (kind === 'dns') return (await addressesOf(name)).map((host) => instanceUrl(url, host, undefined));
    const records = usable(await resolver.resolveSrv(name));
    const found = await Promise.all(
      records.map(async ({ name: host, port }) =>
        (await addressesOf(host)).map((address) => instanceUrl(url, address, port)),
      ),
    );
    return found.flat();
  };
}

/** One that has addresses of both families is one instance, and not two. */
async function resolved(resolver: Resolver, host: string): Promise<readonly string[]> {
  try {
    return await resolver.resolve4(host);
  } catch (thrown) {
    if (!hasNone(thrown)) throw thrown;
    return await resolver.resolve6(host);
  }
}

function hasNone(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENODATA';
}

/** The others are for when none of the first priority is there; weights are left to who measures load. */
function usable<Found extends { readonly priority: number }>(records: readonly Found[]): readonly Found[] {
  const first = Math.min(...records.map(({ priority }) => priority));
  return records.filter(({ priority }) => priority === first);
}
