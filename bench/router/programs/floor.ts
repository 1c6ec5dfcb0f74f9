/** What any router in Node has to do at least: the calls of a plan one after the other, and JSON read and written. */
import { readFileSync } from 'node:fs';
import { createSubgraphClient, type SubgraphClient } from '../../../router/src/subgraphs/subgraph-client.ts';
import type { SubgraphCall } from '../replayed-subgraphs.ts';
import { answerPosts } from './answer-posts.ts';

interface KnownOperation {
  readonly calls: readonly SubgraphCall[];
  readonly answer: unknown;
}

const [port, callsFile = '', base = ''] = process.argv.slice(2);
const known = JSON.parse(readFileSync(callsFile, 'utf8')) as Record<string, KnownOperation>;
const clients = new Map<string, SubgraphClient>();
const HEADERS = { 'content-type': 'application/json' };

answerPosts(Number(port), async (body) => {
  const { operationName } = JSON.parse(body) as { operationName: string };
  const { calls = [], answer } = known[operationName] ?? {};
  for (const call of calls) {
    const reply = await clientFor(call.path).post(call.body, HEADERS, true);
    JSON.parse(reply.body);
  }
  return JSON.stringify(answer);
});

function clientFor(path: string): SubgraphClient {
  const client = clients.get(path) ?? createSubgraphClient({ url: base + path, timeoutMs: 5_000 });
  clients.set(path, client);
  return client;
}
