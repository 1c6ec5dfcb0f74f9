import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { Fault } from '../domain/fault.ts';
import { faults } from '../generated/tables.ts';

/** Faults that were asked for. */
export interface FaultRepository {
  insert(fault: Fault): Promise<void>;
  /** Ends one that lasts; null when there is none of this id, or it is over. */
  end(id: string, ended: { readonly by: string; readonly at: Date }): Promise<Fault | null>;
}

export interface FaultReader {
  /** Those that last, the one asked for last first. */
  active(now: Date): Promise<Fault[]>;
}

const FAULT = ['id', 'service', 'kind', 'delayMs', 'startedAt', 'until', 'startedBy'] as const;

export function createFaultRepository(db: Queryable): FaultRepository {
  return {
    insert: async (fault) => {
      const { names, values } = faults.row({ ...fault });
      await db.execute(sql`insert into faults (${names}) values (${values})`);
    },
    end: async (id, { by, at }) => {
      const [ended] = await db.query(sql`
        update faults set ended_at = ${at}, ended_by = ${by}::uuid
        where id = ${id} and ended_at is null and until > ${at}
        returning ${faults.columns(...FAULT)}`);
      return ended ?? null;
    },
  };
}

export function createFaultReader(db: Queryable): FaultReader {
  return {
    active: (now) =>
      db.query(sql`
        select ${faults.columns(...FAULT)} from faults where until > ${now} and ended_at is null order by id desc`),
  };
}
