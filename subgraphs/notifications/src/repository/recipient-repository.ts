import { json } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { optOuts as optOutTable, recipients } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Language } from '../domain/language.ts';
import type { OptOut } from '../domain/preference.ts';

/** What an event of users says about an account. */
export interface AccountState {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** Undefined when the event does not say: then it stays as it was. */
  readonly language: Language | undefined;
  /** The account's version that the event tells. */
  readonly version: number;
}

/** How an account wants to be told things. */
export interface Wishes {
  readonly language: Language;
  readonly optOuts: readonly OptOut[];
}

export interface RecipientRepository {
  /**
   * Notes where mail for somebody goes, unless the account was erased or a later version of it has been told already
   * (docs/decisions/025-newer-is-a-higher-version.md).
   */
  save(account: AccountState): Promise<void>;
  /**
   * What is known of an account, known yet or not; null when it was erased. Until the transaction ends, nobody erases
   * the account or changes what it wants: so nothing is written after an erasure that was decided before it.
   */
  wishes(userId: string): Promise<Wishes | null>;
  /** Takes the account for a change of what it wants. False when it was erased. */
  lock(userId: string): Promise<boolean>;
  /** Sets `wanted` for one kind through one channel. */
  choose(userId: string, choice: OptOut, wanted: boolean): Promise<void>;
  optOuts(userId: string): Promise<OptOut[]>;
}

export function createRecipientRepository(db: Queryable): RecipientRepository {
  const ensure = (userId: string): Promise<void> =>
    db.execute(sql`insert into recipients (user_id) values (${userId}) on conflict do nothing`);
  const optOuts = (userId: string): Promise<OptOut[]> =>
    db.query(sql`select ${optOutTable.columns('kind', 'channel')} from opt_outs where user_id = ${userId}`);

  return {
    optOuts,
    save: ({ userId, email, name, language, version }) => {
      const locale = language ?? null;
      return db.execute(sql`
        insert into recipients as known (user_id, email, name, locale, version)
        values (${userId}, ${email}, ${name}, coalesce(${locale}::locale, 'en'), ${version})
        on conflict (user_id) do update
        set email = excluded.email, name = excluded.name, locale = coalesce(${locale}::locale, known.locale),
            version = excluded.version
        where known.erased_at is null and known.version <= excluded.version`);
    },
    wishes: async (userId) => {
      await ensure(userId);
      // A statement of its own: what is read below is as of after the wait for the lock, and not as of before it.
      await db.execute(sql`select from recipients where user_id = ${userId} for share`);
      const [known] = await db.query(sql`
        select ${recipients.columns('locale', 'erasedAt')},
               (select coalesce(json_agg(json_build_object('kind', kind, 'channel', channel)), '[]')
                from opt_outs where user_id = ${userId}) as ${alias('optOuts', json<readonly OptOut[]>())}
        from recipients where user_id = ${userId}`);
      return known === undefined || known.erasedAt !== null ? null : { language: known.locale, optOuts: known.optOuts };
    },
    lock: async (userId) => {
      await ensure(userId);
      const rows = await db.query(
        sql`select user_id from recipients where user_id = ${userId} and erased_at is null for update`,
      );
      return rows.length > 0;
    },
    choose: (userId, { kind, channel }, wanted) =>
      db.execute(
        wanted
          ? sql`delete from opt_outs
                where user_id = ${userId} and kind = ${kind}::notification_kind and channel = ${channel}::channel`
          : sql`insert into opt_outs (user_id, kind, channel)
                values (${userId}, ${kind}::notification_kind, ${channel}::channel) on conflict do nothing`,
      ),
  };
}
