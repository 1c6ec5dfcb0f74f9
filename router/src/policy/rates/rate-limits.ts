import { clientNetwork } from '@galleria/kit/client-network';
import type { OperationOutcome, RequestContext } from '../../request-context.ts';
import { RequestRefusal } from '../../http/request-refusal.ts';
import { WINDOW_SECONDS, type Budget, type Budgets } from './budgets.ts';

/** Who is counted: an account wherever it is, and otherwise a network, of which one client may have many addresses. */
export type Counted = Pick<RequestContext, 'viewer' | 'clientAddress' | 'clientName'>;

export interface Admission {
  /** What the client is told of its budgets (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/). */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes what the operation has cost, once it has ended. */
  charge(outcome: OperationOutcome): void;
}

export interface RateLimits {
  /** Counts one operation. Throws `RATE_LIMITED` where a budget is used up. */
  admit(client: Counted): Promise<Admission>;
}

interface Applied {
  readonly name: string;
  readonly budget: Budget;
  readonly key: string;
}

/**
 * How much one client may ask for in a minute, in operations and in what they cost. The cost of an operation is known
 * when it has ended: who has overdrawn waits.
 */
export function createRateLimits({ requests, cost }: Budgets): RateLimits {
  return {
    admit: async (client) => {
      const counted = applied(requests, client);
      const paid = applied(cost, client);
      const states = await Promise.all([
        ...counted.map(async ({ name, budget, key }) => ({ name, budget, ...(await budget.take(key, 1)) })),
        ...paid.map(async ({ name, budget, key }) => ({ name: `${name}-cost`, budget, ...(await budget.look(key)) })),
      ]);
      const list = (text: (state: (typeof states)[number]) => string) => states.map(text).join(', ');
      const headers = {
        'ratelimit-policy': list(({ name, budget }) => `"${name}";q=${budget.points};w=${WINDOW_SECONDS}`),
        ratelimit: list(({ name, left, resetSeconds }) => `"${name}";r=${left};t=${resetSeconds}`),
      };
      const waits = states.filter(({ isUsedUp }) => isUsedUp).map(({ resetSeconds }) => resetSeconds);
      if (waits.length > 0) throw refusal(Math.max(1, ...waits), headers);
      return {
        headers,
        charge: (outcome) => {
          const points = costOf(outcome);
          if (points > 0) for (const { budget, key } of paid) void budget.charge(key, points);
        },
      };
    },
  };
}

function applied(budgets: Budgets['requests'], { viewer, clientAddress, clientName = '' }: Counted): Applied[] {
  const who = viewer === null ? `address:${clientNetwork(clientAddress)}` : `viewer:${viewer.userId}`;
  const name = viewer === null ? 'address' : 'viewer';
  const own = budgets[name];
  // A client calls itself what it likes. Under one name for all, anybody could use up the storefront's budget.
  const { client } = budgets;
  return [
    ...(own === undefined ? [] : [{ name, budget: own, key: who }]),
    ...(client === undefined ? [] : [{ name: 'client', budget: client, key: `${who}:${clientName}` }]),
  ];
}

/** In objects. What was refused before anybody was asked costs nothing; of what broke off, what it could have cost. */
function costOf({ cost, errors = [] }: OperationOutcome): number {
  if (cost === undefined || errors.includes('OPERATION_TOO_LARGE')) return 0;
  return Math.ceil(cost.actual ?? cost.estimated);
}

function refusal(seconds: number, headers: Readonly<Record<string, string>>): RequestRefusal {
  const message = `More is asked in a minute than this client may. Ask again in ${seconds} s.`;
  return new RequestRefusal(429, 'RATE_LIMITED', message, { ...headers, 'retry-after': String(seconds) });
}
