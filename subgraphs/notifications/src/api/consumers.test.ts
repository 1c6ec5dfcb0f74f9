import { catalog } from '@galleria/events/catalog';
import { describe, expect, it } from 'vitest';
import type { Notify } from '../service/notify.ts';
import { createSubscriptions } from './consumers.ts';

/** An order that is only placed is not told of: its end follows within a minute and a half. */
const NOT_TOLD = ['orders.order-placed.v1'];

const listensTo = createSubscriptions({ notify: {} as Notify, eraseAccount: async () => undefined }).map(
  ({ type }) => type,
);

describe('what customers are told', () => {
  it('leaves out nothing that becomes of an order or an account, but what is known not to matter', () => {
    const facts = catalog.map(({ type }) => type).filter((type) => /^(orders|users)\./.test(type));
    expect(facts.filter((type) => !listensTo.includes(type))).toEqual(NOT_TOLD);
  });
});
