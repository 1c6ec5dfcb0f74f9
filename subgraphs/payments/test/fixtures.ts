import { charge, paymentCaptured, paymentDeclined, paymentRefunded } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { startService, type TestService } from '@galleria/platform/testing/service-harness';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, vi } from 'vitest';
import { createPaymentsApp, type PaymentsSettings } from '../src/app.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';

export type PaymentsService = TestService<Awaited<ReturnType<typeof createPaymentsApp>>>;

export const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
export const CUSTOMER = { userId: newId(), roles: ['CUSTOMER'] };
export const STRANGER = { userId: newId(), roles: ['CUSTOMER'] };
export const WEBHOOK_SECRET = 'what only the sandbox and its customer know';

const PAYMENT = `
  query Payment($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Order {
        id
        payment {
          id status reason createdAt
          amount { amountMinor currency }
          refunded { amountMinor currency }
          refunds { amount { amountMinor currency } reason }
          refusedRefunds { amount { amountMinor currency } reason }
          invoice { number issuedAt }
        }
      }
    }
  }`;

const REFUND = `
  mutation Refund($input: RefundPaymentInput!) {
    refundPayment(input: $input) {
      __typename
      ... on PaymentRefunded { payment { id status refunded { amountMinor currency } } }
      ... on Problem { code message }
      ... on AmountTooLarge { refundable { amountMinor currency } }
    }
  }`;

export const SETTINGS: PaymentsSettings = {
  PAYMENT_PROVIDER: 'sandbox',
  PROVIDER_CONCURRENCY: 64,
  PROVIDER_TIMEOUT_MS: 5_000,
  PROVIDER_GIVE_UP_MS: 300_000,
  // Sweeps are started by hand where a test needs them.
  PAYMENT_SWEEP_MS: 3_600_000,
  SANDBOX_SLOW_MS: 1_000,
  // Tests of webhooks send their own.
  SANDBOX_WEBHOOKS: false,
  SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_API_KEY: '',
  STRIPE_WEBHOOK_SECRET: '',
  STRIPE_API_BASE: 'http://127.0.0.1:1',
  INVOICE_ISSUER: 'Galleria; 1 Arcade Row; London',
};

export function startPayments(
  options: {
    readonly clock?: () => Date;
    readonly settings?: Partial<PaymentsSettings>;
    readonly provider?: (infrastructure: Infrastructure) => PaymentProvider;
  } = {},
): Promise<PaymentsService> {
  const create = (infrastructure: Infrastructure, settings: PaymentsSettings) =>
    createPaymentsApp(infrastructure, settings, options.provider?.(infrastructure));
  const harness = options.clock === undefined ? {} : { clock: options.clock };
  return startService('payments', create, { ...SETTINGS, ...options.settings }, harness);
}

export interface ChargeData {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  readonly paymentToken: string;
  readonly lines?: {
    readonly productId: string;
    readonly name: string;
    readonly quantity: number;
    readonly unitPrice: { readonly amountMinor: number; readonly currency: string };
  }[];
  readonly billTo?: string[];
}

export function chargeOf(paymentToken = 'tok_success', amountMinor = 12_900): ChargeData {
  return {
    orderId: newId(),
    orderNumber: 'G-7K3M-92QX',
    customerId: CUSTOMER.userId,
    amount: { amountMinor, currency: 'EUR' },
    paymentToken,
  };
}

/** What was told of one order. */
export function told(service: PaymentsService, orderId: string) {
  const about = <Data extends { readonly orderId: string }>(messages: readonly { readonly data: Data }[]): Data[] =>
    messages.map(({ data }) => data).filter((data) => data.orderId === orderId);
  return {
    captured: about(service.published(paymentCaptured)),
    declined: about(service.published(paymentDeclined)),
    refunded: about(service.published(paymentRefunded)),
  };
}

/** An order whose money is captured. */
export async function capturedOrder(
  service: PaymentsService,
  amountMinor = 12_900,
  more: Partial<ChargeData> = {},
): Promise<string> {
  const command = { ...chargeOf('tok_success', amountMinor), ...more };
  await service.publish(charge, command);
  await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
  return command.orderId;
}

interface RefundView {
  readonly amount: { readonly amountMinor: number };
  readonly reason: string;
}

export interface PaymentView {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly refunded: { readonly amountMinor: number; readonly currency: string };
  readonly refunds: readonly RefundView[];
  readonly refusedRefunds: readonly RefundView[];
  readonly invoice: { readonly number: string } | null;
}

export async function paymentsOf(
  service: PaymentsService,
  orderIds: readonly string[],
  viewer: Viewer | null = CUSTOMER,
): Promise<(PaymentView | null)[]> {
  const representations = orderIds.map((id) => ({ __typename: 'Order', id }));
  const { data, errors } = await service.query(PAYMENT, { variables: { representations }, viewer });
  expect(errors).toBeUndefined();
  return (data as { _entities: { payment: PaymentView | null }[] })._entities.map(({ payment }) => payment);
}

export async function paymentOf(service: PaymentsService, orderId: string, viewer: Viewer | null = CUSTOMER) {
  return (await paymentsOf(service, [orderId], viewer))[0] ?? null;
}

export async function refundBy(
  service: PaymentsService,
  input: Record<string, unknown>,
  viewer: Viewer | null = ADMINISTRATOR,
) {
  const complete = { reason: 'broken on arrival', idempotencyKey: newId(), ...input };
  return service.query(REFUND, { variables: { input: complete }, viewer });
}

/** What the sandbox has in its books for an order's payment. */
export async function ledgerOf(service: PaymentsService, orderId: string) {
  const { rows } = await service.database.pool.query<{ status: string | null; attempts: number; refunded: number }>(
    `select charge.status, charge.attempts, charge.refunded_minor as refunded
     from sandbox_charges as charge join payments on payments.id::text = charge.idempotency_key
     where payments.order_id = $1`,
    [orderId],
  );
  return rows;
}

/** Invoices of an order: their number, at most one. */
export async function invoicesOf(service: PaymentsService, orderId: string): Promise<string[]> {
  const { rows } = await service.database.pool.query<{ number: string }>(
    'select number from invoices join payments on payments.id = payment_id where order_id = $1',
    [orderId],
  );
  return rows.map(({ number }) => number);
}
