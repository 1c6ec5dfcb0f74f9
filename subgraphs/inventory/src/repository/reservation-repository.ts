import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { reservationLines, reservations } from '../generated/tables.ts';
import type { Reservation, ReservationStatus } from '../domain/reservation.ts';
import type { StockLine } from '../domain/stock.ts';

export interface ReservationRepository {
  /** Records a hold. False when the order has a reservation already. */
  insert(reservation: { orderId: string; lines: readonly StockLine[]; expiresAt: Date }): Promise<boolean>;
  /** Takes back a hold of this very transaction, for which there were no pieces. */
  remove(orderId: string): Promise<void>;
  /** The order's reservation, locked until the transaction ends; null when it has none. */
  lock(orderId: string): Promise<Reservation | null>;
  setStatus(orderId: string, status: ReservationStatus): Promise<void>;
  /** Orders whose hold is beyond its time, oldest first, without those that were tried in vain. */
  expired(now: Date, limit: number, except: readonly string[]): Promise<string[]>;
}

export function createReservationRepository(db: Queryable): ReservationRepository {
  return {
    insert: async ({ orderId, lines, expiresAt }) => {
      const inserted = await db.query(sql`
        with reservation as (
          insert into reservations (order_id, status, expires_at) values (${orderId}, 'HELD', ${expiresAt})
          on conflict do nothing returning order_id
        )
        insert into reservation_lines (order_id, product_id, quantity)
        select reservation.order_id, line.product_id, line.quantity
        from reservation, unnest(${lines.map((line) => line.productId)}::uuid[],
          ${lines.map((line) => line.quantity)}::int[])
          as line (product_id, quantity)
        returning product_id`);
      return inserted.length > 0;
    },
    remove: async (orderId) => {
      await db.execute(sql`delete from reservation_lines where order_id = ${orderId}`);
      await db.execute(sql`delete from reservations where order_id = ${orderId}`);
    },
    lock: async (orderId) => {
      const [reservation] = await db.query(sql`
        select ${reservations.columns('status', 'expiresAt')} from reservations where order_id = ${orderId} for update`);
      if (reservation === undefined) return null;
      const lines = await db.query(sql`
        select ${reservationLines.columns('productId', 'quantity')} from reservation_lines where order_id = ${orderId}
          order by product_id`);
      return { orderId, ...reservation, lines };
    },
    setStatus: async (orderId, status) => {
      await db.execute(sql`update reservations set status = ${status}::reservation_status where order_id = ${orderId}`);
    },
    expired: async (now, limit, except) => {
      const rows = await db.query(sql`
        select ${reservations.columns('orderId')} from reservations
        where status = 'HELD' and expires_at <= ${now} and order_id <> all(${except}::uuid[])
        order by expires_at limit ${limit}`);
      return rows.map((row) => row.orderId);
    },
  };
}
