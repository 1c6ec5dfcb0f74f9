import { describe, expect, it } from 'vitest';
import { BAZAAR } from './bazaar.ts';
import { composeLocal, createLocalGraph, PLANNERS } from './local-graph.ts';
import { createLocalPlanner } from './local-planner.ts';

const ofShops = (data: { shops: Record<string, unknown>[] }, field: string) => data.shops.map((shop) => shop[field]);

const prices = (...texts: string[]) => texts.map((price) => ({ price }));

describe.each(PLANNERS)('with the planner %s, an argument from a context', (planner) => {
  const { ask, calls, engine } = createLocalGraph(BAZAAR, { planner });

  it('is what stands around, and clients cannot give it', async () => {
    expect((await ask('{ shop(id: "se") { best { price } } }')).data).toEqual({ shop: { best: { price: '1 SEK' } } });
    const { errors } = await ask('{ shop(id: "se") { best { price(in: "USD") } } }');
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(engine.schema.getType('join__ContextArgument')).toBeUndefined();
  });

  it('is asked for once for all entities around which the same stands, and for all of them in one call', async () => {
    calls.length = 0;
    const { data } = await ask('{ shops { goods { price } } }');
    expect(ofShops(data, 'goods')).toEqual([
      prices('1 EUR', '2 EUR'),
      prices('1 SEK'),
      prices('2 nothing'),
      prices('1 EUR'),
    ]);
    expect(calls).toHaveLength(2);
    const given = (name: string) =>
      Object.entries(calls[1]?.variables ?? {}).flatMap(([key, value]) => (key.startsWith(name) ? [value] : []));
    expect(given('contextualArgument')).toEqual(['EUR', 'SEK', null]);
    expect(given('representations')).toEqual([
      [expect.objectContaining({ id: '1' }), expect.objectContaining({ id: '2' })],
      [expect.objectContaining({ id: '1' })],
      [expect.objectContaining({ id: '2' })],
    ]);
  });

  it('is that of the nearest object which sets it', async () => {
    const query = '{ mall { goods { price } stall { goods { price } } shops { goods { price parts { price } } } } }';
    expect((await ask(query)).data.mall).toEqual({
      goods: prices('2 USD'),
      // It has none, and what is around it does not count.
      stall: { goods: prices('1 nothing') },
      shops: [
        {
          goods: [
            { price: '1 EUR', parts: prices('1a EUR', '1b EUR') },
            { price: '2 EUR', parts: prices('2a EUR', '2b EUR') },
          ],
        },
        { goods: [{ price: '1 SEK', parts: prices('1a SEK', '1b SEK') }] },
      ],
    });
  });

  it.each([
    '{ mall { corners { ... on Shop { ticket { fee } } ... on Booth { ticket { fee } } } } }',
    '{ mall { corners { ... on Booth { ticket { fee } } ... on Shop { ticket { fee } } } } }',
  ])('may stand at different heights above one place: %s', async (query) => {
    const fees = ['se SEK', 'b USD', 'xx nothing'].map((fee) => ({ ticket: { fee } }));
    expect((await ask(query)).data.mall.corners).toEqual(fees);
  });

  it('is set by the types of a union, each by a field of its own, and by those of an interface', async () => {
    const query = `{
      spots { ... on Shop { goods { coin } } ... on Stall { goods { coin } } }
      places { goods { owner } }
      mall { goods { coin owner } shops { best { coin owner } } }
    }`;
    expect((await ask(query)).data).toEqual({
      spots: [
        { goods: [{ coin: '1 EUR' }, { coin: '2 EUR' }] },
        { goods: [{ coin: '1 gold' }] },
        { goods: [{ coin: '1 SEK' }] },
      ],
      places: [
        { goods: [{ owner: '1 de' }, { owner: '2 de' }] },
        { goods: [{ owner: '1 st' }] },
        { goods: [{ owner: '1 se' }] },
      ],
      mall: {
        goods: [{ coin: '2 USD', owner: '2 m' }],
        shops: [{ best: { coin: '1 EUR', owner: '1 de' } }, { best: { coin: '1 SEK', owner: '1 se' } }],
      },
    });
  });

  it('is that of the object, also where the client selects from an interface that sets none', async () => {
    const query = `{
      places { goods { price } ... @include(if: true) { kind: __typename } ... on Stall { coin } }
      mall { near { id goods { price ... on Good { parts { price } } } } }
    }`;
    const { data } = await ask(query);
    expect(data.places).toEqual([
      { goods: prices('1 EUR', '2 EUR'), kind: 'Shop' },
      { goods: prices('1 nothing'), kind: 'Stall', coin: 'gold' },
      { goods: prices('1 SEK'), kind: 'Shop' },
    ]);
    // Not the mall's.
    expect(data.mall.near).toEqual([
      { id: 'st', goods: [{ price: '1 nothing', parts: prices('1a nothing', '1b nothing') }] },
      { id: 'se', goods: [{ price: '1 SEK', parts: prices('1a SEK', '1b SEK') }] },
    ]);
  });

  it('is not looked for in more types than can be planned', async () => {
    const nested = (depth: number): string => (depth === 0 ? '{ id }' : `{ beside ${nested(depth - 1)} }`);
    const query = `{ places ${nested(6)} }`;
    const { errors } = await ask(query);
    expect(errors?.[0]?.extensions['code']).toBe('QUERY_PLAN_UNSUPPORTED');
    expect((await ask(`{ places ${nested(3)} }`)).data.places).toHaveLength(3);
  });

  it('may be of an object below, a list, null, or one of several', async () => {
    const { data } = await ask('{ shops { offer { origin tagged both } } }');
    expect(ofShops(data, 'offer')).toEqual([
      { origin: 'de DE', tagged: ['a', 'b'], both: 'EUR DE' },
      { origin: 'se SE', tagged: [], both: 'SEK SE' },
      { origin: 'xx nothing', tagged: null, both: 'nothing nothing' },
      { origin: 'at AT', tagged: ['a', 'b'], both: 'EUR AT' },
    ]);
  });

  it('is not what a client’s alias or argument makes of the field', async () => {
    const query = `{
      shops { currency: id best { price(upper: true) } }
      mall { currency: id shops { currency(long: true) _0: land { code } price: best { in: price } } }
    }`;
    const { data } = await ask(query);
    expect(data.shops[1]).toEqual({ currency: 'se', best: { price: 'PRICE 1 SEK' } });
    expect(data.mall).toEqual({
      currency: 'm',
      shops: [
        { currency: 'EUR in full', _0: { code: 'DE' }, price: { in: '1 EUR' } },
        { currency: 'SEK in full', _0: { code: 'SE' }, price: { in: '1 SEK' } },
      ],
    });
  });

  it('is not what a client’s variable is, whatever its name', async () => {
    const query = `query ($contextualArgument_2_3: ID!, $contextualArgument_2_3_1: Boolean, $representations_0: Boolean) {
      shop(id: $contextualArgument_2_3) { goods { price } }
      shops { best { price(upper: $contextualArgument_2_3_1) again: price(upper: $representations_0) } }
    }`;
    const variables = { contextualArgument_2_3: 'se', contextualArgument_2_3_1: true, representations_0: false };
    const { data } = await ask(query, variables);
    expect(data.shop).toEqual({ goods: prices('1 SEK') });
    expect(ofShops(data, 'best')).toEqual(
      ['1 EUR', '1 SEK', '2 nothing', '1 EUR'].map((again) => ({ price: `PRICE ${again}`, again })),
    );
  });

  it('tells the same entity apart in different places, also where other services lead to it', async () => {
    const { data } = await ask('{ shops { goods { like { price } } rival { best { price like { price } } } } }');
    expect(ofShops(data, 'goods')).toEqual([
      [{ like: prices('1x EUR', 'y EUR') }, { like: prices('2x EUR', 'y EUR') }],
      [{ like: prices('1x SEK', 'y SEK') }],
      [{ like: prices('2x nothing', 'y nothing') }],
      [{ like: prices('1x EUR', 'y EUR') }],
    ]);
    const rival = (currency: string) => ({
      best: { price: `1 ${currency}`, like: prices(`1x ${currency}`, `y ${currency}`) },
    });
    expect(ofShops(data, 'rival')).toEqual([rival('SEK'), rival('EUR'), rival('EUR'), rival('EUR')]);
  });

  it('is null where the service that has it fails, which is told there', async () => {
    const { data, errors } = await ask('{ shops { offer { rank } } }');
    expect(ofShops(data, 'offer')).toEqual(['de 100', 'se nothing', 'xx 120', 'at 97'].map((rank) => ({ rank })));
    expect(errors).toMatchObject([{ message: 'no stars', path: ['shops', 1] }]);
  });

  it('of a field that fails has an error at each place, in the client’s words', async () => {
    const { data, errors } = await ask('{ all: shops { it: best { name no: broken } } }');
    expect(data.all[2]).toEqual({ it: { name: 'good 2', no: null } });
    expect(errors?.map(({ message, path }) => `${message} ${path?.join('.') ?? ''}`)).toEqual([
      '1 EUR is broken all.0.it.no',
      '1 EUR is broken all.3.it.no',
      '1 SEK is broken all.1.it.no',
      '2 nothing is broken all.2.it.no',
    ]);
  });

  it('of what a mutation gives is what stands in that', async () => {
    const query = 'mutation { open(id: "se") { best { price } } again: open(id: "de") { best { price } } }';
    expect((await ask(query)).data).toEqual({
      open: { best: { price: '1 SEK' } },
      again: { best: { price: '1 EUR' } },
    });
  });
});

describe('a supergraph with contexts', () => {
  it('is not for Hive’s planner alone, which says so at the start', () => {
    const sdl = composeLocal(BAZAAR);
    expect(() => createLocalPlanner(sdl, 'hive')).toThrow(/@fromContext.*ROUTER_PLANNER/);
    expect(createLocalPlanner(sdl).name).toBe('apollo');
  });
});
