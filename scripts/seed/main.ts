import { createGraphClient, GraphRefused, GraphUnreachable } from './graph-client.ts';
import { seedShop } from './seed-shop.ts';

const DEFAULT_URL = 'http://127.0.0.1:4000/graphql';

const startedAt = performance.now();
try {
  const { products, pieces, orders } = await seedShop(createGraphClient(process.env['GRAPH_URL'] ?? DEFAULT_URL));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `seeded ${products.created} of ${products.inAll} products, ${pieces} pieces, ${orders} orders in ${seconds} s`,
  );
} catch (thrown) {
  const isExpected = thrown instanceof GraphUnreachable || thrown instanceof GraphRefused;
  console.error(isExpected ? thrown.message : thrown);
  process.exitCode = 1;
}
