import { randomUUID } from 'node:crypto';
import { newProduct } from '../../tests/galleria/catalogue.ts';
import { signIn } from '../../tests/galleria/client.ts';
import { newCustomer, type Customer } from '../../tests/galleria/customer.ts';

export interface PlacedOrder {
  readonly customer: Customer;
  readonly id: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface Shop {
  readonly customers: readonly Customer[];
  /** Fills the cart of the customer and times placeOrder alone. */
  placeOrder(customer: Customer): Promise<PlacedOrder>;
  /** When the order was committed as CONFIRMED, by its timeline; undefined while it is not. */
  confirmedAt(order: PlacedOrder): Promise<number | undefined>;
}

const PIECES = 1_000_000;
const PRODUCTS = 20;

/** Customers with addresses and products with plenty of stock, made for the benchmark. */
export async function openShop(graphUrl: string, customerCount: number): Promise<Shop> {
  const administrator = await signIn(graphUrl, 'admin@galleria.example');
  const products = await Promise.all(Array.from({ length: PRODUCTS }, () => newProduct(administrator, PIECES)));
  const customers: Customer[] = [];
  while (customers.length < customerCount) customers.push(await newCustomer(graphUrl));
  let turn = 0;

  return {
    customers,
    placeOrder: async (customer) => {
      const product = products[(turn += 1) % PRODUCTS];
      await customer.fillCart(product?.id ?? '');
      const sentAt = Date.now();
      const { data, errors } = await customer.placeOrder({ key: randomUUID() });
      const id = data?.placeOrder?.order?.id as string | undefined;
      if (id === undefined) throw new Error(`not accepted: ${JSON.stringify(data?.placeOrder ?? errors)}`);
      return { customer, id, sentAt, answeredAt: Date.now() };
    },
    confirmedAt: async ({ customer, id }) => {
      const { data } = await customer.sendText('query ($id: ID!) { order(id: $id) { timeline { status at } } }', {
        id,
      });
      const timeline = data.order.timeline as { status: string; at: string }[];
      const entry = timeline.find(({ status }) => status === 'CONFIRMED');
      return entry === undefined ? undefined : Date.parse(entry.at);
    },
  };
}
