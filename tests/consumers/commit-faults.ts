import { boolean } from '@galleria/kit/database/columns';
import type { Database, Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';

type BeforeCommit = (transaction: Queryable) => Promise<void>;

/** A database whose commits can be kept from happening. */
export interface FaultyDatabase {
  readonly database: Database;
  /** From now on, the backend of the nth transaction that has written is ended when all is done but the commit. */
  crashAtCommit(nth: number): { readonly hasHappened: () => boolean };
  /** The next transaction that has written waits, with all that it has locked, until it is released. */
  holdAtCommit(): { readonly reached: Promise<void>; readonly release: () => void };
  heal(): void;
}

/** A statement outside of any transaction is one of its own, so what it wrote can be lost in a crash, too. */
export function withCommitFaults(inner: Database): FaultyDatabase {
  let beforeCommit: BeforeCommit | undefined;
  const transaction: Database['transaction'] = (work) =>
    inner.transaction(async (own) => {
      const result = await work(own);
      if (beforeCommit !== undefined && (await hasWritten(own))) await beforeCommit(own);
      return result;
    });
  const database: Database = {
    ...inner,
    transaction,
    query: (statement) =>
      beforeCommit === undefined ? inner.query(statement) : transaction((own) => own.query(statement)),
    execute: (statement) =>
      beforeCommit === undefined ? inner.execute(statement) : transaction((own) => own.execute(statement)),
  };
  return {
    database,
    crashAtCommit: (nth) => {
      let commits = 0;
      beforeCommit = async (own) => {
        commits += 1;
        if (commits !== nth) return;
        await own.query(sql`select pg_terminate_backend(pg_backend_pid())`);
        throw new Error('A backend that was ended has answered.');
      };
      return { hasHappened: () => commits >= nth };
    },
    holdAtCommit: () => {
      const reached = createSignal();
      const released = createSignal();
      beforeCommit = async () => {
        reached.give();
        await released.given;
      };
      return { reached: reached.given, release: released.give };
    },
    heal: () => (beforeCommit = undefined),
  };
}

/** Whether there is anything that a commit would keep: a transaction that only reads has no id. */
async function hasWritten(transaction: Queryable): Promise<boolean> {
  const [state] = await transaction.query(
    sql`select pg_current_xact_id_if_assigned() is not null as ${alias('isWriting', boolean)}`,
  );
  return state?.isWriting ?? false;
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}
