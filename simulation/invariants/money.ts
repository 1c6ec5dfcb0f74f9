import { STATUS_FACTS } from '../../subgraphs/orders/src/domain/order.ts';
import type { People } from '../people/people.ts';
import type { StoredOrder } from '../repositories/order-tables.ts';
import type { StoredRefund } from '../repositories/refund-tables.ts';
import type { Shop } from '../shop.ts';

/** A reason that the saga gives; administrators write theirs, of which an erasure leaves the word below. */
const CODE = /^[A-Z][A-Z_]+$/;
const ERASED = 'ERASED';

/** Captured, less what went back, by cause, is what the order comes to; and whoever is owed something is known. */
export function wrongMoney(shop: Shop, people: People, order: StoredOrder): string[] {
  const { payments, refunds } = shop.databases.payments.tables();
  const { id, status } = order;
  const payment = [...payments.values()].find(({ orderId }) => orderId === id);
  const captured = payment?.status === 'CAPTURED' ? payment.amountMinor : 0;
  const own = [...refunds.values()].filter(({ paymentId }) => paymentId === payment?.id);
  const settled = own.filter((refund) => refund.status === 'SETTLED');
  const refused = own.filter((refund) => refund.status === 'FAILED');
  const kept = captured - (payment?.refundedMinor ?? 0);
  const held = payment === undefined ? 0 : shop.provider.heldMinor(payment.id);
  const { isPaid } = STATUS_FACTS[status];
  // What ends without success goes back, but for what was refused; an administrator may have given that back later.
  const most = isPaid ? order.total.amountMinor - sumOf(settled.filter(isByHand)) : sumOf(refused);
  const least = isPaid ? most : 0;
  return [
    ...(kept >= least && kept <= most ? [] : [`payments keeps ${kept} of order ${id}, ${status}, instead of ${most}`]),
    ...(captured - sumOf(settled) === kept ? [] : [`payments counts ${kept} as kept, and its refunds say otherwise`]),
    ...(held === kept ? [] : [`the provider has ${held} of order ${id}, and payments says ${kept}`]),
    ...(isPaid && own.some((refund) => !isByHand(refund)) ? [`the saga gave back of order ${id}, which is paid`] : []),
    ...wrongByHand(people, id, own.filter(isByHand)),
    ...untold(shop, id, refused.length),
  ];
}

/** Each refund that an administrator was told of is made, once. */
function wrongByHand({ refundsByHand }: People, id: string, made: readonly StoredRefund[]): string[] {
  const promised = [...refundsByHand.values()].filter(
    ({ orderId, outcome }) => orderId === id && outcome.kind === 'refunded',
  );
  if (promised.length === made.length) return [];
  return [`administrators gave ${promised.length} refunds of order ${id}, and ${made.length} are made`];
}

/** Each refund that the provider refused is one for a person. */
function untold({ watch }: Shop, id: string, refused: number): string[] {
  const letters = watch.buried.filter(({ code, key }) => code === 'REFUND_REFUSED' && key === id);
  const told = new Set(letters.map(({ messageId }) => messageId)).size;
  return told === refused ? [] : [`of ${refused} refused refunds of order ${id} people are told ${told}`];
}

function isByHand({ reason }: StoredRefund): boolean {
  return reason === ERASED || !CODE.test(reason);
}

function sumOf(refunds: readonly StoredRefund[]): number {
  return refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
