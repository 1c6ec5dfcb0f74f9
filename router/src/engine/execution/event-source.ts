import type { SubscriptionNode } from '../../plan/plan.ts';
import type { TypeRelations } from '../graph/type-relations.ts';
import { compileTaking } from './root-fetch.ts';
import { requestOf, type Run } from './run.ts';
import { failedCall, readReply, type SubgraphRequest } from './subgraph-call.ts';

/** Where the events of a subscription come from. */
export interface EventSource {
  readonly service: string;
  request(variables: Run['variables']): SubgraphRequest;
  /** Puts what the service has sent for one event into the answer, whatever it is. */
  take(run: Run, event: unknown): void;
}

export function compileEventSource({ fetch }: SubscriptionNode, relations: TypeRelations): EventSource {
  const { operation } = fetch;
  const take = compileTaking(fetch, relations);
  return {
    service: operation.service,
    request: (variables) => requestOf(operation, variables),
    take: (run, event) => {
      try {
        take(run, readReply(event));
      } catch (thrown) {
        run.errors.add(failedCall(operation.service, thrown, []));
      }
    },
  };
}
