import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredContract } from './contracts.ts';
import { contractImports } from './imports.ts';
import { subscriptionsOf } from './subscriptions.ts';

/**
 * `once`: one instance of the service does something about it, with an inbox. `everywhere`: each instance hears it and
 * keeps nothing.
 */
export interface Listener {
  readonly service: string;
  readonly how: 'once' | 'everywhere';
}

export interface Traffic {
  readonly services: readonly string[];
  /** By the type of message: the services whose use cases send it. */
  readonly senders: ReadonlyMap<string, readonly string[]>;
  readonly listeners: ReadonlyMap<string, readonly Listener[]>;
}

/**
 * Who sends and who listens, from the code: use cases put messages into the outbox and know no subscriptions, so a
 * contract in `service/` is sent; anywhere else it is listened to. `once` are those that the service's
 * `createSubscriptions` gives.
 */
export async function readTraffic(root: string, contracts: readonly DeclaredContract[]): Promise<Traffic> {
  const folders = readdirSync(join(root, 'subgraphs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const services = folders.map(({ name }) => name).toSorted();
  const byExport = new Map(contracts.map((contract) => [`${contract.module} ${contract.exported}`, contract.type]));
  const senders = new Map<string, string[]>();
  const listeners = new Map<string, Listener[]>();
  for (const service of services) {
    const once = new Set((await subscriptionsOf(root, service)).map(({ type }) => type));
    const heard = new Set<string>();
    for (const { file, module, exported } of contractImports(root, service)) {
      const type = byExport.get(`${module} ${exported}`);
      if (type === undefined) continue;
      if (file.includes('/src/service/')) addOnce(senders, type, service);
      else heard.add(type);
    }
    for (const type of new Set([...once, ...heard])) {
      listeners.set(type, [...(listeners.get(type) ?? []), { service, how: once.has(type) ? 'once' : 'everywhere' }]);
    }
  }
  return { services, senders, listeners };
}

function addOnce(map: Map<string, string[]>, type: string, service: string): void {
  const known = map.get(type) ?? [];
  if (!known.includes(service)) map.set(type, [...known, service]);
}
