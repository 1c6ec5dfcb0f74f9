import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { signIn, type GraphClient } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { contradict, lettersOf } from './galleria/dead-letters.ts';

const { urls } = inject('galleria');

let administrator: GraphClient;
beforeAll(async () => void (administrator = await signIn(urls.graph, 'admin@galleria.example')));

const REPLAY = 'mutation ($id: ID!) { replayDeadLetter(id: $id) { __typename } }';
const DISCARD = `mutation ($filter: DeadLetterFilter!) {
  discardDeadLetters(filter: $filter, reason: "a test") { ... on DeadLettersDiscarded { count remaining } }
}`;

describe('a message that a service cannot handle', () => {
  it('is found in the graph with its order, fails again when nothing was mended, and is given up', async () => {
    const customer = await newCustomer(urls.graph);
    const { id } = await customer.order((await newProduct(administrator, 1)).id, ['CONFIRMED']);
    const messageId = await contradict(urls, id as string);
    const [letter] = await lettersOf(administrator, messageId, 1);
    expect(letter).toMatchObject({
      ...{ service: 'orders', status: 'WAITING', messageId, isReplayable: true },
      error: { code: 'STOCK_ANSWERS_CONTRADICT' },
      order: { number: expect.stringMatching(/^G-/) as string, status: 'CONFIRMED', payment: { status: 'CAPTURED' } },
    });
    const replayed = await administrator.sendText(REPLAY, { id: letter.id });
    expect(replayed.data.replayDeadLetter).toEqual({ __typename: 'DeadLetterReplayed' });
    const [again, first] = await lettersOf(administrator, messageId, 2);
    expect(first).toMatchObject({
      id: letter.id,
      status: 'REPLAYED',
      resolvedBy: { name: expect.any(String) as string },
    });
    expect(again).toMatchObject({ service: 'orders', status: 'WAITING', error: { code: 'STOCK_ANSWERS_CONTRADICT' } });
    const discarded = await administrator.sendText(DISCARD, { filter: { messageId } });
    expect(discarded.data.discardDeadLetters).toEqual({ count: 1, remaining: 0 });
    expect((await customer.untilOrder(id as string, ['CONFIRMED'])).status).toBe('CONFIRMED');
  });
});
