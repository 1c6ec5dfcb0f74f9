import { commitStock, releaseStock, reserveStock, stockLost, stockReserved } from '@galleria/events/inventory';
import { productCreated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import { createInventoryApp } from '../../../subgraphs/inventory/src/app.ts';
import {
  AS_ALONE,
  NOTHING,
  ONLY_THE_INBOX,
  RECOGNISED,
  sends,
  tell,
  type ConsumerSamples,
  type Stage,
  type Step,
  type Told,
} from '../story.ts';

type App = Awaited<ReturnType<typeof createInventoryApp>>;

const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
const HOLD_MS = 600_000;

const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { __typename } }`;

function created(productId: string): Told {
  const about = { slug: 'walnut-lamp', name: 'Walnut lamp', price: { amountMinor: 12_900, currency: 'EUR' } };
  return tell(productCreated, { productId, ...about, createdAt: '2020-01-01T00:00:00.000Z', version: 1 });
}

function delivered(stage: Stage<App>, productId: string, delta: number): Step {
  return async () => {
    const input = { productId, delta, reason: 'delivery' };
    const { data } = await stage.query(ADJUST, { variables: { input }, viewer: ADMINISTRATOR });
    if (data.adjustStock.__typename !== 'StockAdjusted') throw new Error(JSON.stringify(data));
  };
}

/** An order's commands about two pieces of a product of which there are some. */
async function order(stage: Stage<App>, pieces: number) {
  const productId = stage.id('product');
  const orderId = stage.id('order');
  await stage.play([created(productId)]);
  if (pieces > 0) await stage.play([delivered(stage, productId, pieces)]);
  const reserve = (of = orderId, quantity = 2) => {
    const expiresAt = new Date(stage.now().getTime() + HOLD_MS).toISOString();
    return tell(reserveStock, { orderId: of, lines: [{ productId, quantity }], expiresAt });
  };
  return {
    productId,
    reserve,
    commit: tell(commitStock, { orderId }),
    release: tell(releaseStock, { orderId, reason: 'PAYMENT_TIMEOUT' }),
    expire: async () => {
      stage.wait(HOLD_MS);
      await stage.app.reservations.expire();
    },
  };
}

/** Commands about one order lie under one key of one topic, so only what is no command can be their neighbour. */
export const consumers: ConsumerSamples<App> = {
  create: (infrastructure) =>
    createInventoryApp(infrastructure, { RESERVATION_SWEEP_MS: HOLD_MS, LOW_STOCK_THRESHOLD: 5 }),
  varying: [],
  samples: {
    [reserveStock.type]: {
      'when there are enough pieces': async (stage) => {
        const { reserve, commit, release } = await order(stage, 6);
        return {
          message: reserve(),
          next: [commit],
          // What is held is answered for again, so that no answer is lost with the message that asked.
          repeated: { atOnce: sends(stockReserved), later: sends(stockReserved) },
          // Only a dead letter that is replayed comes after its order's release: its hold then ends by itself.
          overtaken: [{ by: [release], leaves: AS_ALONE }],
          neighbours: [],
        };
      },
      'when the product is not known yet': async (stage) => {
        const productId = stage.id('product');
        const lines = [{ productId, quantity: 1 }];
        const reserve = (name: string) =>
          tell(reserveStock, { orderId: stage.id(name), lines, expiresAt: '2020-05-05T00:00:00.000Z' });
        return {
          message: reserve('order'),
          next: [created(productId), delivered(stage, productId, 6)],
          // An order that is turned away leaves no row: asked again, it would be another order.
          repeated: ONLY_THE_INBOX,
          overtaken: [],
          neighbours: [created(productId), reserve('other order')],
        };
      },
    },
    [commitStock.type]: {
      'of what is held': async (stage) => {
        const { reserve, commit, release, productId } = await order(stage, 6);
        await stage.play([reserve()]);
        return {
          message: commit,
          next: [delivered(stage, productId, 1), release],
          // Of an order that was given back there is nothing to be sold: orders passes over the answer.
          repeated: { atOnce: NOTHING, later: sends(stockLost) },
          overtaken: [{ by: [release], leaves: sends(stockLost) }],
          neighbours: [],
        };
      },
      'of what is held no more': async (stage) => {
        const { reserve, commit, release, expire } = await order(stage, 6);
        await stage.play([reserve(), expire]);
        return {
          message: commit,
          next: [release],
          repeated: { atOnce: NOTHING, later: sends(stockLost) },
          overtaken: [{ by: [reserve(stage.id('other order'), 6)], leaves: sends(stockLost) }],
          neighbours: [],
        };
      },
    },
    [releaseStock.type]: {
      'of what is held': async (stage) => {
        const { reserve, release, expire } = await order(stage, 6);
        await stage.play([reserve()]);
        return {
          message: release,
          next: [reserve(stage.id('other order'), 6)],
          repeated: RECOGNISED,
          overtaken: [{ by: [expire], leaves: NOTHING }],
          neighbours: [],
        };
      },
      'of what was sold': async (stage) => {
        const { reserve, commit, release } = await order(stage, 6);
        await stage.play([reserve(), commit]);
        return {
          message: release,
          next: [reserve(stage.id('other order'), 6)],
          repeated: RECOGNISED,
          overtaken: [],
          neighbours: [],
          alone: 'Pieces that were sold are moved by nothing else than the return of their order.',
        };
      },
    },
    [productCreated.type]: {
      'of a new product': async (stage) => {
        const productId = stage.id('product');
        const lines = [{ productId, quantity: 1 }];
        const orderId = stage.id('order');
        return {
          message: created(productId),
          next: [delivered(stage, productId, 6)],
          repeated: RECOGNISED,
          overtaken: [],
          // Of a product that nobody has delivered there is as little as of one that nobody knows.
          neighbours: [tell(reserveStock, { orderId, lines, expiresAt: '2020-05-05T00:00:00.000Z' })],
        };
      },
    },
  },
};
