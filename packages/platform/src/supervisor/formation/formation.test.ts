import { describe, expect, it } from 'vitest';
import { FormationError, planFormation } from './formation.ts';

const SUBGRAPHS = ['users', 'orders', 'notifications'];

describe('a formation', () => {
  it('is all of Galleria unless told', () => {
    expect(planFormation({}, SUBGRAPHS)).toEqual({
      subgraphs: SUBGRAPHS,
      router: true,
      storefront: true,
      mailbox: true,
      replicas: {},
      singleProcess: false,
      complete: true,
    });
  });

  it('has only what is named, in the order of the list of subgraphs', () => {
    expect(planFormation({ only: ['router', 'orders', 'users'] }, SUBGRAPHS)).toMatchObject({
      subgraphs: ['users', 'orders'],
      router: true,
      storefront: false,
      mailbox: false,
      complete: false,
    });
  });

  it('has the mailbox for notifications, which sends to it', () => {
    expect(planFormation({ only: ['notifications'] }, SUBGRAPHS).mailbox).toBe(true);
  });

  it('goes together: some of it, several times or in one process', () => {
    expect(planFormation({ only: ['orders', 'router'], replicas: { orders: 2 } }, SUBGRAPHS).replicas).toEqual({
      orders: 2,
    });
    expect(planFormation({ only: ['orders', 'router'], singleProcess: true }, SUBGRAPHS).singleProcess).toBe(true);
  });

  it.each([
    [
      'an unknown name',
      { only: ['users', 'basket', 'shop'] },
      /"basket", "shop".*users, orders, notifications, router/,
    ],
    ['no name', { only: [] }, /names nothing; there are users/],
    ['replicas of something unknown', { replicas: { router: 2 } }, /"router".*users, orders, notifications/],
    ['replicas of what is left out', { only: ['router'], replicas: { orders: 2 } }, /orders, which --only leaves out/],
    ['no replica', { replicas: { orders: 0 } }, /orders=0: a whole number from 1 to 9/],
    ['too many replicas', { replicas: { orders: 10 } }, /1 to 9/],
    ['replicas in one process', { replicas: { orders: 2 }, singleProcess: true }, /exclude each other/],
    ['one process of nothing', { only: ['mailbox'], singleProcess: true }, /needs a subgraph or the router/],
  ])('refuses %s, and says what there is', (_name, options, message) => {
    const plan = () => planFormation(options, SUBGRAPHS);
    expect(plan).toThrow(FormationError);
    expect(plan).toThrow(message);
  });
});
