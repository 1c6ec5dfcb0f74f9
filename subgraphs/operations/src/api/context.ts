import type { Caller } from '@galleria/kit/graphql/viewer';
import type { DiscardDeadLetters } from '../service/discard-dead-letters.ts';
import type { ReadDeadLetters } from '../service/read-dead-letters.ts';
import type { ReplayDeadLetters } from '../service/replay-dead-letters.ts';
import type { SwitchFaults } from '../service/switch-faults.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly readDeadLetters: ReadDeadLetters;
  readonly replayDeadLetters: ReplayDeadLetters;
  readonly discardDeadLetters: DiscardDeadLetters;
  readonly switchFaults: SwitchFaults;
  readonly clock: () => Date;
}

/** One request: who asks, and the services. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller });
}
