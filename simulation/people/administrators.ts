import type { RefundPaymentOutcome } from '../../subgraphs/payments/src/service/refund-payment.ts';
import type { Shop } from '../shop.ts';
import type { World } from '../world/world.ts';
import type { Insist } from './insistence.ts';
import type { Person } from './person.ts';

export const ADMINISTRATOR = '00000000-0000-7000-8000-0000000000f0';

/** A refund that an administrator asked for, and what they were told. */
export interface RefundByHand {
  readonly orderId: string;
  readonly outcome: RefundPaymentOutcome;
}

const REFUND_SHARE = 0.3;
const MOST_REFUNDS = 3;
const LATEST_REFUND_MS = 18_000;
const TWICE_SHARE = 0.4;
/** Null is all that is left; the last is more than any order costs. */
const AMOUNTS = [null, null, 300, 1_000, 9_000] as const;

/** Gives refunds of each person's order by hand, at any moment. Answers are noted by their keys. */
export function refundByHand(
  world: World,
  shop: Shop,
  insist: Insist,
  people: readonly Person[],
): ReadonlyMap<string, RefundByHand> {
  const { random } = world;
  const heard = new Map<string, RefundByHand>();
  for (const person of people) {
    const wishes = random.chance(REFUND_SHARE) ? 1 + random.below(MOST_REFUNDS) : 0;
    for (let wish = 1; wish <= wishes; wish += 1) {
      const amountMinor = random.pick(AMOUNTS);
      const key = `refund ${wish} of ${person.id}`;
      let orderId: string | undefined;
      insist(500 + random.below(LATEST_REFUND_MS), async () => {
        orderId ??= orderOf(shop, person);
        if (orderId === undefined) return true;
        // By two administrators' browsers at once, perhaps in two processes.
        const asked = random.chance(TWICE_SHARE) ? [shop.payments(), shop.payments()] : [shop.payments()];
        const request = { orderId, amountMinor, idempotencyKey: key, requestedBy: ADMINISTRATOR };
        const reason = `${person.name} was not at home`;
        const outcomes = await Promise.all(
          asked.map(async (payments) => payments?.refundPayment({ ...request, reason })),
        );
        for (const outcome of outcomes) if (outcome !== undefined) hear(world, heard, key, { orderId, outcome });
        return heard.has(key);
      });
    }
  }
  return heard;
}

function orderOf({ databases }: Shop, { id }: Person): string | undefined {
  return [...databases.orders.tables().orders.values()].find(({ customerId }) => customerId === id)?.id;
}

/** The same key has one answer, however often it is asked with. */
function hear(world: World, heard: Map<string, RefundByHand>, key: string, answer: RefundByHand): void {
  const first = heard.get(key);
  heard.set(key, first ?? answer);
  const { kind } = answer.outcome;
  if (first === undefined) return world.note('administrator', `asked for ${key} (${answer.orderId}): ${kind}`);
  if (JSON.stringify(first) === JSON.stringify(answer)) return;
  world.fail(`${key} was answered with ${first.outcome.kind}, and then with ${kind}`);
}
