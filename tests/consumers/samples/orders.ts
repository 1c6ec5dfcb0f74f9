import { createOrdersApp } from '../../../subgraphs/orders/src/app.ts';
import { startFakeUsers } from '../../../subgraphs/orders/test/fake-users.ts';
import { SETTINGS } from '../../../subgraphs/orders/test/fixtures.ts';
import type { ConsumerSamples } from '../story.ts';
import { erasureSamples } from './orders/erasure.ts';
import type { OrdersStageApp } from './orders/history.ts';
import { paymentSamples } from './orders/payment-replies.ts';
import { productSamples } from './orders/product-facts.ts';
import { stockSamples } from './orders/stock-replies.ts';

/** Replies of inventory and payments, facts of products, and erased accounts. */
export const consumers: ConsumerSamples<OrdersStageApp> = {
  create: async (infrastructure) => {
    const users = await startFakeUsers();
    const app = await createOrdersApp(infrastructure, { ...SETTINGS, USERS_URL: users.url });
    return {
      ...app,
      addressId: users.addressId,
      stop: async () => {
        await app.stop();
        await users.stop();
      },
    };
  },
  // It is made of ids.
  varying: ['request_hash'],
  samples: { ...stockSamples, ...paymentSamples, ...productSamples, ...erasureSamples },
};
