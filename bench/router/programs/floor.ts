/** What any router in Node has to do at least: the calls of a plan one after the other, and JSON read and written. */
import { readFileSync } from 'node:fs';
import { createAddressClient, type AddressClient } from '../../../router/src/subgraphs/address-client.ts';
import type { SubgraphCall } from '../replayed-subgraphs.ts';
import { answerPosts } from './answer-posts.ts';

interface KnownOperation {
  readonly calls: readonly SubgraphCall[];
  readonly answer: unknown;
}

const [port, callsFile = '', base = ''] = process.argv.slice(2);
const known = JSON.parse(readFileSync(callsFile, 'utf8')) as Record<string, KnownOperation>;
const clients = new Map<string, AddressClient>();
const HEADERS = { 'content-type': 'application/json' };
const PATIENCE = { timeoutMs: 5_000 };

answerPosts(Number(port), async (body) => {
  const { operationName } = JSON.parse(body) as { operationName: string };
  const { calls = [], answer } = known[operationName] ?? {};
  for (const call of calls) {
    const reply = await clientFor(call.path).post(call.body, HEADERS, PATIENCE);
    JSON.parse(reply.body);
  }
  return JSON.stringify(answer);
});

function clientFor(path: string): AddressClient {
  const client = clients.get(path) ?? createAddressClient({ url: base + path, connectMs: PATIENCE.timeoutMs });
  clients.set(path, client);
  return client;
}
