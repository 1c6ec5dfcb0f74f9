import { KINDS, ORDER_KINDS, type ACCOUNT_KINDS } from './kinds/kinds.ts';
import type { Kind, OrderReference } from './kinds/kind.ts';

export type NotificationKind = keyof typeof KINDS;
export type AccountKind = keyof typeof ACCOUNT_KINDS;
export type OrderKind = keyof typeof ORDER_KINDS;

/**
 * Why a customer is told something, with the facts that the words need. Kept as JSON, so dates and classes have no
 * place in it, and neither has the token of a one-time link. Moments are ISO 8601 in UTC.
 */
export type Occasion = OccasionOf<NotificationKind>;
export type AccountOccasion = OccasionOf<AccountKind>;
export type OrderOccasion = OccasionOf<OrderKind>;

/** The occasion of one kind. */
export type OccasionOf<Name extends NotificationKind> = {
  [One in Name]: { readonly kind: One } & (typeof KINDS)[One]['example'];
}[Name];

export const NOTIFICATION_KINDS = Object.keys(KINDS) as NotificationKind[];

/** One occasion of each kind with made-up facts, for the preview of the templates and for tests. */
export const EXAMPLE_OCCASIONS = NOTIFICATION_KINDS.map((kind) => ({ kind, ...KINDS[kind].example }) as Occasion);

/** The order that an occasion is about, if any. */
export function orderOf(occasion: Occasion): OrderReference | null {
  return isAboutOrder(occasion) ? occasion.order : null;
}

function isAboutOrder(occasion: Occasion): occasion is OrderOccasion {
  return Object.hasOwn(ORDER_KINDS, occasion.kind);
}

/** Where the one-time link leads that a kind is about, if it is about one. */
export function oneTimeLinkOf(kind: NotificationKind): Kind['opens'] {
  const { opens }: Pick<Kind, 'opens'> = KINDS[kind];
  return opens;
}
