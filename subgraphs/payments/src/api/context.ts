import type { Caller } from '@galleria/kit/graphql/viewer';
import { invoiceErrors } from '../domain/errors.ts';
import type { DrawInvoice } from '../service/draw-invoice.ts';
import type { ReadPayments } from '../service/read-payments.ts';
import type { createRefundPayment } from '../service/refund-payment.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly readPayments: ReadPayments;
  readonly refundPayment: ReturnType<typeof createRefundPayment>;
  readonly drawInvoice: DrawInvoice;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

/** A document takes a fifth of a second of the processor: a page of orders must not draw them all. */
const MAX_DOCUMENTS = 3;

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({
    ...services,
    drawInvoice: limited(services.drawInvoice),
    caller,
    loaders: createLoaders(services, caller.viewer),
  });
}

function limited(drawInvoice: DrawInvoice): DrawInvoice {
  let drawn = 0;
  return async (invoice, locale) => {
    drawn += 1;
    if (drawn > MAX_DOCUMENTS) throw invoiceErrors.TOO_MANY_DOCUMENTS({ limit: MAX_DOCUMENTS });
    return drawInvoice(invoice, locale);
  };
}
