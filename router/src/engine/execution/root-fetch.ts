import type { RootFetchNode } from '../../plan/plan.ts';
import type { TypeRelations } from '../graph/type-relations.ts';
import { mergeInto } from './merge.ts';
import { renamedKeys } from './renamed-keys.ts';
import { applyRewrites } from './rewrites.ts';
import { addSubgraphError, callSubgraph, type Run, type Step } from './run.ts';
import type { SubgraphReply } from './subgraph-call.ts';

/** Asks for fields of the root and puts them into the answer. */
export function compileRootFetch(node: RootFetchNode, relations: TypeRelations): Step {
  const take = compileTaking(node, relations);
  return async (run) => {
    const reply = await callSubgraph(run, node.operation, {}, () => []);
    if (reply !== undefined) take(run, reply);
  };
}

/** What puts a reply with fields of the root into the answer. */
export function compileTaking(
  { operation, outputRewrites }: RootFetchNode,
  relations: TypeRelations,
): (run: Run, reply: SubgraphReply) => void {
  const original = renamedKeys(outputRewrites);
  return (run, reply) => {
    if (reply.data !== undefined) {
      applyRewrites(outputRewrites, reply.data, relations);
      mergeInto(run.data, reply.data, relations);
    }
    // The types of what has come tell which errors are the client's.
    for (const error of reply.errors) addSubgraphError(run, operation.service, error, original(error.path ?? []));
  };
}
