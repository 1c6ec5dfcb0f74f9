import { serviceDatabaseUrl } from '@galleria/platform/supervisor/formation/endpoints';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';
import pg from 'pg';
import { statusesThat } from '../../subgraphs/orders/src/domain/order.ts';

/** What the databases say, service by service: the invariants that must hold after any fault. */
export interface Ledgers {
  /** The status of each order that there is, by id. */
  statusesOf(orderIds: readonly string[]): Promise<Map<string, string>>;
  /** Those beyond their deadline at this moment. Rejects where the server does not answer at once. */
  overdueOrders(): Promise<string[]>;
  /** Orders that share an idempotency key. */
  duplicateOrders(): Promise<number>;
  totalOfPaidOrders(): Promise<number>;
  /** By our own books. */
  capturedMinusRefunded(): Promise<number>;
  /** By the payment provider's books: what customers really paid. */
  providerCapturedMinusRefunded(): Promise<number>;
  /** The same of these orders alone. */
  providerKeeps(orderIds: readonly string[]): Promise<number>;
  /** Charges and refunds that the provider has not answered for. */
  openMoney(): Promise<number>;
  /** Pieces that orders still hold. */
  heldPieces(): Promise<number>;
  /**
   * Products whose available, reserved and sold pieces are not what was ever delivered, or not what their movements add
   * up to.
   */
  piecesOutOfPlace(): Promise<string[]>;
  unsentMessages(): Promise<number>;
  /** `service: error code` of each message that no service could handle. */
  deadLetters(): Promise<string[]>;
  /** Of these orders, those paid whose customer was not told exactly once. */
  confirmationsMissingOrRepeated(orderIds: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

const PAID = statusesThat(({ isPaid }) => isPaid);

export function openLedgers(galleria: Galleria): Ledgers {
  const services = Object.keys(galleria.urls.subgraphs);
  const pools = new Map(
    services.map((service) => {
      const pool = new pg.Pool({ connectionString: serviceDatabaseUrl(galleria.urls, service), max: 2 });
      // The server is killed in these tests; the pool replaces the connection.
      pool.on('error', () => undefined);
      return [service, pool] as const;
    }),
  );
  const rows = async <Row extends pg.QueryResultRow>(service: string, text: string, values: unknown[] = []) => {
    const pool = pools.get(service);
    if (pool === undefined) throw new Error(`No service ${service}.`);
    return (await pool.query<Row>(text, values)).rows;
  };
  const count = async (service: string, text: string, values: unknown[] = []) =>
    Number((await rows<{ count: string | null }>(service, text, values))[0]?.count ?? 0);

  return {
    statusesOf: async (ids) => {
      const found = await rows<{ id: string; status: string }>(
        'orders',
        'select id, status::text from orders where id = any($1::uuid[])',
        [ids],
      );
      return new Map(found.map(({ id, status }) => [id, status]));
    },
    overdueOrders: async () =>
      (await rows<{ id: string }>('orders', 'select id from orders where deadline_at < now()')).map(({ id }) => id),
    duplicateOrders: () =>
      count(
        'orders',
        'select count(*) from (select 1 from orders group by customer_id, idempotency_key having count(*) > 1) as twice',
      ),
    totalOfPaidOrders: () =>
      count('orders', 'select sum(total_minor) as count from orders where status::text = any($1)', [PAID]),
    capturedMinusRefunded: () =>
      count('payments', "select sum(amount_minor - refunded_minor) as count from payments where status = 'CAPTURED'"),
    providerCapturedMinusRefunded: () =>
      count(
        'payments',
        "select sum(amount_minor - refunded_minor) as count from sandbox_charges where status = 'CAPTURED'",
      ),
    providerKeeps: (ids) =>
      count(
        'payments',
        `select sum(charge.amount_minor - charge.refunded_minor) as count
         from sandbox_charges as charge join payments on payments.id::text = charge.idempotency_key
         where charge.status = 'CAPTURED' and payments.order_id = any($1::uuid[])`,
        [ids],
      ),
    openMoney: () =>
      count(
        'payments',
        `select (select count(*) from payments where status = 'PENDING')
           + (select count(*) from refunds where status = 'PENDING') as count`,
      ),
    heldPieces: () => count('inventory', 'select sum(reserved) as count from stock_levels'),
    piecesOutOfPlace: async () =>
      (
        await rows<{ id: string }>(
          'inventory',
          `select product_id as id from stock_levels as level
           left join lateral (
             select sum(available_change) as available, sum(reserved_change) as reserved, sum(sold_change) as sold,
               sum(available_change) filter (where kind in ('DELIVERY', 'ADJUSTMENT')) as delivered
             from stock_movements where product_id = level.product_id
           ) as ledger on true
           where level.available <> coalesce(ledger.available, 0) or level.reserved <> coalesce(ledger.reserved, 0)
             or level.sold <> coalesce(ledger.sold, 0)
             or level.available + level.reserved + level.sold <> coalesce(ledger.delivered, 0)`,
        )
      ).map(({ id }) => id),
    unsentMessages: async () => {
      const counts = services.map((service) => count(service, 'select count(*) from outbox'));
      return (await Promise.all(counts)).reduce((sum, unsent) => sum + unsent, 0);
    },
    deadLetters: async () =>
      (
        await rows<{ service: string; code: string }>(
          'operations',
          'select service, error_code as code from dead_letters order by id',
        )
      ).map(({ service, code }) => `${service}: ${code}`),
    confirmationsMissingOrRepeated: async (ids) => {
      const confirmed = await rows<{ id: string }>(
        'orders',
        'select id from orders where id = any($1::uuid[]) and status::text = any($2)',
        [ids, PAID],
      );
      const told = await rows<{ id: string; times: number }>(
        'notifications',
        "select order_id as id, count(*)::int as times from notifications where kind = 'ORDER_CONFIRMED' group by order_id",
      );
      const times = new Map(told.map((row) => [row.id, row.times]));
      return confirmed.map(({ id }) => id).filter((id) => times.get(id) !== 1);
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
  };
}
