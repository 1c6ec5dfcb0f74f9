import { requireTime } from '../deadline.ts';
import { DatabaseError, Pool, type PoolConfig, type QueryConfig, type QueryResult } from 'pg';

/** By the place in PostgreSQL that raises it: a code alone has other meanings too, and the text is translated. */
const STALE_PLANS: Readonly<Record<string, RegExp>> = {
  // "cached plan must not change result type": a column that it gives has another type now.
  '0A000': /^RevalidateCachedQuery$/,
  // "cache lookup failed for type": a parameter's type, an enum, was made anew.
  XX000: /^getType(Binary)?InputInfo$/,
};

/**
 * Whether PostgreSQL refused a prepared statement because a migration came after it was prepared. That connection
 * refuses it for as long as it lives; a new one prepares it anew. Nothing of the statement has been done.
 */
export function isStalePlan(thrown: unknown): boolean {
  if (!(thrown instanceof DatabaseError)) return false;
  return STALE_PLANS[thrown.code ?? '']?.test(thrown.routine ?? '') ?? false;
}

/**
 * Whether a statement does not fit the schema: a defect, or a parameter whose type was settled before a migration
 * changed what it is compared with. The two cannot be told apart, so it is not asked again, and its connection goes as
 * with a stale plan.
 */
export function misfitsSchema(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && thrown.code?.startsWith('42') === true;
}

/**
 * A pool whose `query` asks again on another connection when a plan was stale. The pool has dropped the connection by
 * then, as after every error of `query`, and each of the others may be as old: there are `max` of them at most, and the
 * next one is new. It asks nothing for whom nobody waits any more (DEADLINE_EXCEEDED).
 */
export function createRenewingPool(config: PoolConfig & { readonly max: number }): Pool {
  const pool = new Pool(config);
  const queryOnce = pool.query.bind(pool) as (text: string | QueryConfig, values?: unknown[]) => Promise<QueryResult>;
  const query = async (text: string | QueryConfig, values?: unknown[]): Promise<QueryResult> => {
    requireTime();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await queryOnce(text, values);
      } catch (thrown) {
        if (attempt === config.max || !isStalePlan(thrown)) throw thrown;
      }
    }
  };
  return Object.assign(pool, { query });
}
