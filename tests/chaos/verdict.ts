import { setTimeout as wait } from 'node:timers/promises';
import type { GraphClient } from '../galleria/client.ts';
import { eventually } from '../galleria/eventually.ts';
import { readInvariants } from '../galleria/invariants.ts';
import type { Ledgers } from '../galleria/ledgers.ts';
import { statusesThat } from '../../subgraphs/orders/src/domain/order.ts';
import type { Bought } from './load.ts';

export interface Verdict {
  /** How many orders ended in each state. */
  readonly states: Readonly<Record<string, number>>;
  /** In the currency's smallest unit. */
  readonly money: {
    readonly paidOrders: number;
    /** What the provider took and did not give back. */
    readonly kept: number;
    /** What of it belongs to orders that came to nothing, because the provider refuses to give it back. */
    readonly owed: number;
  };
  readonly deadLetters: number;
  /** Everything that must not be; empty when nothing was lost. */
  readonly problems: readonly string[];
}

const SETTLED: readonly string[] = statusesThat(({ waitsFor }) => waitsFor === null);
const PAID: readonly string[] = statusesThat(({ isPaid }) => isPaid);
/** The deadlines of an order, and what a backlog takes. */
const SETTLE_WITHIN_MS = 180_000;
const BETWEEN_LOOKS_MS = 1_000;
const REFUSES_REFUNDS = 'tok_unrefundable';

interface Evidence {
  readonly bought: readonly Bought[];
  readonly ledgers: Ledgers;
  readonly administrator: GraphClient;
}

/**
 * Waits until nothing moves any more, and looks at everything, until nothing is wrong twice in a row: a message that is
 * still on its way may put right or spoil what was seen first. Throws where orders do not come to rest.
 */
export async function judge(evidence: Evidence): Promise<Verdict> {
  await untilQuiet(evidence);
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  for (let clean = 0; ;) {
    const verdict = await look(evidence);
    clean = verdict.problems.length === 0 ? clean + 1 : 0;
    if (clean === 2 || performance.now() > deadline) return verdict;
    await wait(BETWEEN_LOOKS_MS);
  }
}

async function look({ bought, ledgers, administrator }: Evidence): Promise<Verdict> {
  const statusOf = await ledgers.statusesOf(idsOf(bought));
  const ended = bought.filter(({ id }) => !PAID.includes(statusOf.get(id) ?? ''));
  const owed = await ledgers.providerKeeps(idsOf(ended.filter(isRefusing)));
  const stolen = await ledgers.providerKeeps(idsOf(ended.filter((order) => !isRefusing(order))));
  const letters = await deadLettersOf(administrator);
  const problems = [
    ...(stolen === 0 ? [] : [`${stolen} were kept of orders that came to nothing`]),
    ...(await problemsOfInvariants(administrator, owed)),
    ...(await problemsOfLedgers(ledgers, bought)),
    ...letters
      .filter(({ code, orderId }) => {
        const order = bought.find(({ id }) => id === orderId);
        return code !== 'REFUND_REFUSED' || order === undefined || !isRefusing(order);
      })
      .map(({ service, code, orderId }) => `${service} could not handle ${code} of order ${orderId ?? 'none'}`),
  ];
  const states: Record<string, number> = {};
  for (const status of statusOf.values()) states[status] = (states[status] ?? 0) + 1;
  const paidOrders = await ledgers.totalOfPaidOrders();
  const kept = await ledgers.providerCapturedMinusRefunded();
  return { states, money: { paidOrders, kept, owed }, deadLetters: letters.length, problems };
}

async function problemsOfInvariants(administrator: GraphClient, owed: number): Promise<string[]> {
  const { money, pieces, soldPieces, overdueOrders } = await readInvariants(administrator);
  const difference = Number(money[0]?.difference ?? 0);
  return [
    ...(difference === owed ? [] : [`money differs by ${difference}, and ${owed} are owed`]),
    ...(pieces.holds ? [] : [`pieces differ by ${pieces.difference}`]),
    ...(soldPieces.holds ? [] : [`sold pieces differ by ${soldPieces.difference}`]),
    ...(overdueOrders === 0 ? [] : [`${overdueOrders} orders are beyond their deadline`]),
  ];
}

async function problemsOfLedgers(ledgers: Ledgers, bought: readonly Bought[]): Promise<string[]> {
  const repeated = await ledgers.duplicateOrders();
  const astray = await ledgers.piecesOutOfPlace();
  const untold = await ledgers.confirmationsMissingOrRepeated(idsOf(bought.filter(({ isErased }) => !isErased)));
  return [
    ...(repeated === 0 ? [] : [`${repeated} orders share a key with another`]),
    ...astray.map((id) => `the pieces of product ${id} are not what its movements say`),
    ...untold.map((id) => `the customer of order ${id} was not told once that it is confirmed`),
  ];
}

function idsOf(orders: readonly Bought[]): string[] {
  return orders.map(({ id }) => id);
}

function isRefusing({ token }: Bought): boolean {
  return token === REFUSES_REFUNDS;
}

async function untilQuiet({ bought, ledgers }: Evidence): Promise<void> {
  const ids = idsOf(bought);
  await eventually(
    async () => {
      const found = await ledgers.statusesOf(ids);
      return (found.size === ids.length && [...found.values()].every((one) => SETTLED.includes(one))) || undefined;
    },
    'every accepted order to settle',
    SETTLE_WITHIN_MS,
  );
  const none = (count: () => Promise<number>, what: string) =>
    eventually(async () => (await count()) === 0 || undefined, what, SETTLE_WITHIN_MS);
  await none(() => ledgers.openMoney(), 'no charge and no refund to be open');
  await none(() => ledgers.unsentMessages(), 'every outbox to be empty');
  await none(() => ledgers.heldPieces(), 'no piece to be held');
}

interface Letter {
  readonly service: string;
  readonly code: string;
  readonly orderId: string | null;
}

async function deadLettersOf(administrator: GraphClient): Promise<Letter[]> {
  const PAGE = `query ($after: String) { deadLetters(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { service error { code } order { id } }
  } }`;
  const letters: Letter[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await administrator.sendText(PAGE, { after });
    const { nodes, pageInfo } = data.deadLetters as {
      nodes: { service: string; error: { code: string }; order: { id: string } | null }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    letters.push(
      ...nodes.map(({ service, error, order }) => ({ service, code: error.code, orderId: order?.id ?? null })),
    );
    if (!pageInfo.hasNextPage) return letters;
    after = pageInfo.endCursor;
  }
}
