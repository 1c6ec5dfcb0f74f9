import { NOTIFICATION_KINDS } from '../preference.ts';
import type { NotificationKind, Occasion, OccasionOf } from '../occasion.ts';

const order = { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' };
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

const EXAMPLES: { readonly [Kind in NotificationKind]: OccasionOf<Kind> } = {
  WELCOME: { kind: 'WELCOME' },
  EMAIL_VERIFICATION: { kind: 'EMAIL_VERIFICATION', expiresAt: '2026-02-01T12:00:00.000Z' },
  PASSWORD_RESET: { kind: 'PASSWORD_RESET', expiresAt: '2026-01-31T13:00:00.000Z' },
  PASSWORD_CHANGED: { kind: 'PASSWORD_CHANGED', changedAt: '2026-01-31T12:00:00.000Z' },
  ORDER_CONFIRMED: { kind: 'ORDER_CONFIRMED', order, total: eur(124_900), pieces: 3 },
  ORDER_REJECTED: { kind: 'ORDER_REJECTED', order, reason: 'OUT_OF_STOCK' },
  PAYMENT_FAILED: { kind: 'PAYMENT_FAILED', order, reason: 'PAYMENT_DECLINED' },
  ORDER_CANCELLED: { kind: 'ORDER_CANCELLED', order, reason: 'CANCELLED_BY_CUSTOMER' },
  ORDER_SHIPPED: { kind: 'ORDER_SHIPPED', order, trackingNumber: 'JD0002' },
  ORDER_DELIVERED: { kind: 'ORDER_DELIVERED', order },
  REFUNDED: { kind: 'REFUNDED', order, amount: eur(500), refundedInAll: eur(1_500) },
};

/** One occasion of each kind with made-up facts, for the preview of the templates and for tests. */
export const EXAMPLE_OCCASIONS: readonly Occasion[] = NOTIFICATION_KINDS.map((kind) => EXAMPLES[kind]);
