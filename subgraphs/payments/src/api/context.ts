import type { Caller } from '@galleria/kit/viewer';
import type { ReadPayments } from '../service/read-payments.ts';
import type { createRefundPayment } from '../service/refund-payment.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly readPayments: ReadPayments;
  readonly refundPayment: ReturnType<typeof createRefundPayment>;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller, loaders: createLoaders(services, caller.viewer) });
}
