import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runContest } from './contest.ts';
import { compare } from './compare.ts';
import { stockContestant } from './engines/contestants.ts';
import { startOneProcess } from './engines/one-process.ts';
import { knownFault, STOCK_FAULTS, type StockFault } from './engines/stock-faults.ts';
import { startStockGateway } from './engines/stock-gateway.ts';
import { hardWorld } from './supergraphs/hard-supergraphs.ts';
import { SHOP } from './supergraphs/hard/shop.ts';
import { worldOfSeed } from './supergraphs/world-of-seed.ts';

/** An operation for each that shows it. Where a new version of the gateway answers rightly, its line fails and goes. */
const SHOWN: Readonly<Record<StockFault, string>> = {
  'two fields of a fetch get one name': '{ products { inStock id: __typename @skip(if: true) } }',
  'an alias begins with two underscores': '{ product(slug: "a") { __typename: name inStock } }',
  'an alias is called like a field that a fetch adds': '{ products { id: slug inStock } }',
  'keys come in another order': '{ products { slug } ... on Query { products { extra } } products { name } }',
  'an object is narrowed by a fragment within one that widens it':
    '{ products { size { ... on Measured { ... on Size { width } } } } }',
  'a condition on one field is put on others': '{ products { places { name } inStock @include(if: false) } }',
};

describe('the stock gateway', () => {
  const world = hardWorld(SHOP, { seed: 1, faultPercent: 0 });
  const judge = startOneProcess(world);
  let stock: Awaited<ReturnType<typeof startStockGateway>>;
  beforeAll(async () => {
    stock = await startStockGateway(world);
  });
  afterAll(() => stock.stop());

  it.each(STOCK_FAULTS)('differs from one process where %s', async (fault) => {
    const operation = { query: SHOWN[fault] };
    const [right, wrong] = [await judge.run(operation), await stock.run(operation)];
    expect(compare(right, wrong)).not.toBeNull();
    expect(knownFault({ world, operation, judge: right, stock: wrong })).toBe(fault);
  });

  it.each([1, 2, 3])('differs from one process in nothing that is not known (seed %i)', async (seed) => {
    const random = worldOfSeed(seed);
    const contestant = await stockContestant(random);
    const finding = await runContest({ world: random, contestants: [contestant], seed, count: 50 });
    await contestant.stop();
    expect(finding).toBeNull();
  });
});
