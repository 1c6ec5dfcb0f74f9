import { cancelCharge, charge, refund } from '@galleria/events/payments';
import { userErased } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createPaymentsApp } from '../../../../subgraphs/payments/src/app.ts';
import { createPaymentQueue } from '../../../../subgraphs/payments/src/repository/payment-queue.ts';
import { createRefundQueue } from '../../../../subgraphs/payments/src/repository/refund-queue.ts';
import { createUnitOfWork } from '../../../../subgraphs/payments/src/repository/unit-of-work.ts';
import { createChargePayments } from '../../../../subgraphs/payments/src/service/charge-payments.ts';
import type { DueSource } from '../../../../subgraphs/payments/src/service/due-work.ts';
import type { PaymentProvider } from '../../../../subgraphs/payments/src/service/payment-provider.ts';
import { createSettleRefunds } from '../../../../subgraphs/payments/src/service/settle-refunds.ts';
import { SETTINGS } from '../../../../subgraphs/payments/test/fixtures.ts';
import { tell, type ConsumerSamples, type Stage } from '../../story.ts';

export type PaymentsStageApp = Awaited<ReturnType<typeof createPaymentsStageApp>>;

export type PaymentsSamples = ConsumerSamples<PaymentsStageApp>['samples'];

const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const MOST = 10;

/** A provider that does what it is asked, at once. */
const PROVIDER: PaymentProvider = {
  name: 'obliging',
  charge: async ({ idempotencyKey }) => ({ kind: 'captured', reference: `charge ${idempotencyKey}` }),
  cancelCharge: async () => ({ kind: 'cancelled' }),
  refund: async ({ idempotencyKey }) => ({ kind: 'refunded', reference: `refund ${idempotencyKey}` }),
  readWebhook: async () => null,
  ledger: async function* () {},
};

/** The app asks its provider for nothing by itself: a story says when that is. */
export async function createPaymentsStageApp(infrastructure: Infrastructure) {
  const { database, clock, logger } = infrastructure;
  const app = await createPaymentsApp(infrastructure, { ...SETTINGS, PROVIDER_CONCURRENCY: 0 }, PROVIDER);
  const unitOfWork = createUnitOfWork(database);
  const asking = { unitOfWork, provider: PROVIDER, clock, logger, timeoutMs: SETTINGS.PROVIDER_TIMEOUT_MS };
  const queue = createPaymentQueue(database);
  const charges = createChargePayments({ ...asking, queue, giveUpAfterMs: SETTINGS.PROVIDER_GIVE_UP_MS });
  const refunds = createSettleRefunds({ ...asking, queue: createRefundQueue(database) });
  return {
    ...app,
    charge: () => perform(charges),
    giveBack: () => perform(refunds),
    /** A process takes what is due, and dies before it has an answer. */
    beginToCharge: () => charges.claim(MOST),
  };
}

async function perform<Item>(source: DueSource<Item>): Promise<void> {
  for (const item of await source.claim(MOST)) await source.perform(item, new AbortController().signal);
}

/** Commands about an order's money. `name` tells the orders of one story apart. */
export function orderOf(stage: Stage<PaymentsStageApp>, { name = 'order', customerId = stage.id('customer') } = {}) {
  const orderId = stage.id(name);
  const about = { orderId, orderNumber: 'G-7K3M-92QX', customerId, paymentToken: 'tok_success' };
  const line = { productId: stage.id(`product of ${name}`), name: 'Lamp', quantity: 1, unitPrice: EUR(12_900) };
  return {
    customerId,
    charge: tell(charge, { ...about, amount: EUR(12_900), lines: [line], billTo: ['Ada Lovelace', 'London'] }),
    cancelCharge: tell(cancelCharge, { orderId, reason: 'PAYMENT_TIMEOUT' }),
    refund: tell(refund, { orderId, reason: 'PAYMENT_LATE' }),
    erased: tell(userErased, { userId: customerId, erasedAt: '2020-05-04T12:00:01.000Z' }),
    refundedByHand: (amountMinor: number | null) => refundByHand(stage, name, { orderId, amountMinor }),
  };
}

const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { __typename } }`;

function refundByHand(
  stage: Stage<PaymentsStageApp>,
  name: string,
  { orderId, amountMinor }: { readonly orderId: string; readonly amountMinor: number | null },
) {
  const idempotencyKey = stage.id(`key of ${name}`);
  return async () => {
    const input = { orderId, amountMinor, reason: 'Ada said it was broken', idempotencyKey };
    const { data } = await stage.query(REFUND, { variables: { input }, viewer: ADMINISTRATOR });
    if (data?.refundPayment.__typename !== 'PaymentRefunded') throw new Error(JSON.stringify(data));
  };
}
