import type { Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import { contradict, lettersOf } from '../../galleria/dead-letters.ts';
import type { Arrange } from '../belongings.ts';
import type { Visitor } from '../visitors.ts';

/** What other services say of all orders, for those who conclude from it. */
const SUMS = {
  paidOrders: [{ currency: 'EUR', totalMinor: '1', pieces: '1' }],
  charges: [{ currency: 'EUR', capturedMinor: '1', returnedMinor: '0' }],
  stock: { available: '1', reserved: '0', sold: '0', delivered: '1' },
};

export const arrange: Arrange = async ({ urls, administrator, orderId }) => {
  // One for each that reads or changes it.
  const letterIds = await deadLetterIds(urls, administrator, orderId, 3);
  return {
    representations: { Invariants: [{ id: 'now', ...SUMS }] },
    routerPaths: {
      Invariants: [{ root: 'Query.invariants', isOwn: false, open: 'invariants {', close: '}', path: ['invariants'] }],
    },
    arguments: {
      'Query.deadLetter': { id: letterIds[0] },
      'Mutation.endFault': { id: await faultId(administrator) },
      'Mutation.replayDeadLetter': { id: letterIds[1] },
      'Mutation.discardDeadLetter': { id: letterIds[2] },
    },
  };
};

/** A fault that nobody notices. */
async function faultId(administrator: Visitor): Promise<string> {
  const { data } = await administrator.sendText(
    `mutation {
      startFault(input: { kind: SLOW, service: "products", delayMs: 1, minutes: 60 }) { ... on FaultStarted { fault { id } } }
    }`,
    {},
  );
  return data.startFault.fault.id as string;
}

async function deadLetterIds(urls: Endpoints, administrator: Visitor, orderId: string, count: number) {
  const messageIds = await Promise.all(Array.from({ length: count }, () => contradict(urls, orderId)));
  const letters = await Promise.all(messageIds.map((messageId) => lettersOf(administrator, messageId, 1)));
  return letters.map(([letter]) => letter.id as string);
}
