import type { Inbox } from '@galleria/messaging/inbox/inbox';
import type { Outbox } from '@galleria/messaging/outbox/outbox';
import type { OutboxConnection, OutboxRow } from '@galleria/messaging/outbox/outbox-connection';
import type { UnitOfWorkOf } from '@galleria/messaging/unit-of-work';
import type { Life, World } from '../world/world.ts';
import { createMemoryInbox, createMemoryOutbox, createOutboxConnections } from './memory-outbox.ts';

/** Rows by their key; a row is replaced, never changed, so that a copy of the map is a copy of the table. */
export type Table<Row> = Map<string, Row>;

/** The tables of a service: a transaction works on a copy, which takes their place when it commits. */
export type Tables = Readonly<Record<string, Table<unknown>>>;

/** What every service has, next to its own tables. */
export interface MessageTables extends Tables {
  readonly outbox: Table<OutboxRow>;
  readonly inbox: Table<string>;
}

type All<Own extends Tables> = Own & MessageTables;

/** The ends that a commit can come to. */
export interface CommitFaults {
  /** The process dies before its commit, or after it and before it hears of it. */
  crashAtCommit(life: Life): 'before' | 'after' | null;
  crash(life: Life): void;
  /** The database gives the transaction up; another try may succeed. */
  failsCommit(life: Life): boolean;
}

/** Sees what was committed, to judge it. */
export interface DatabaseWatch<Own extends Tables> {
  committed(tables: All<Own>, accepted: readonly string[]): void;
}

export interface MemoryDatabase<Own extends Tables> {
  /** What is committed. */
  tables(): All<Own>;
  /** The unit of work of one life of the service. `bind` makes repositories of the tables of one transaction. */
  unitOfWork<Work extends object>(
    life: Life,
    bind: (tables: All<Own>) => Work,
  ): UnitOfWorkOf<Work & { outbox: Outbox; inbox: Inbox }>;
  /** One statement outside of any transaction, which is one of its own. */
  readonly statement: <T>(life: Life, work: (tables: All<Own>) => T | Promise<T>) => Promise<T>;
  onCommit(life: Life, listener: () => void): void;
  connectOutbox(life: Life, onWake: () => void): Promise<OutboxConnection>;
}

interface Transaction<Own extends Tables> {
  readonly life: Life;
  readonly tables: All<Own>;
  /** The messages that take effect with it. */
  readonly accepted: string[];
  /** Whether a statement of it has failed: then nothing more can be done in it, and it cannot be committed. */
  isAborted: boolean;
}

export interface MemoryDatabaseOptions<Own extends Tables> {
  readonly world: World;
  readonly service: string;
  readonly empty: Own;
  readonly faults: CommitFaults;
  readonly watch: DatabaseWatch<Own>;
  /** What becomes of the inbox of each transaction; itself, unless a bug is planted there. */
  readonly plantInbox: (inbox: Inbox) => Inbox;
  readonly plantMessages: (outbox: Outbox) => Outbox;
}

/**
 * A database in memory. Its transactions take turns as a whole, which is what locks on the rows of one order come to
 * for whoever looks at that order alone; how statements interleave is PostgreSQL's, and tested there. What it and the
 * tables do is held to PostgreSQL by `contract/`.
 */
export function createMemoryDatabase<Own extends Tables>(options: MemoryDatabaseOptions<Own>): MemoryDatabase<Own> {
  const { world, service, plantInbox, plantMessages } = options;
  const listeners = new Map<Life, () => void>();
  const store = createStore(options);
  const outboxOf = createMemoryOutbox(service);

  return {
    tables: store.committed,
    unitOfWork: (life, bind) => async (work) => {
      const result = await store.transaction(life, (own) => {
        const { tables, accepted } = own;
        const messages = { outbox: plantMessages(outboxOf(tables)), inbox: plantInbox(createMemoryInbox(tables)) };
        const inbox = noting(messages.inbox, accepted);
        return work({ ...abortable(own, bind(tables)), outbox: messages.outbox, inbox });
      });
      listeners.get(life)?.();
      // Others may come first before this one hears of its commit.
      await world.gate(life);
      return result;
    },
    statement: async (life, work) => {
      const result = await store.transaction(life, async ({ tables }) => work(tables));
      await world.gate(life);
      return result;
    },
    onCommit: (life, listener) => void listeners.set(life, listener),
    connectOutbox: createOutboxConnections(world, store),
  };
}

export interface Store<Own extends Tables> {
  readonly committed: () => All<Own>;
  transaction<T>(life: Life, work: (own: Transaction<Own>) => Promise<T>): Promise<T>;
  /** Changes what is committed between two transactions; nothing goes wrong with it. */
  change(life: Life, work: (tables: All<Own>) => void): Promise<void>;
}

function createStore<Own extends Tables>({ world, empty, faults, watch }: MemoryDatabaseOptions<Own>): Store<Own> {
  let committed: All<Own> = { ...empty, outbox: new Map(), inbox: new Map() };
  let open: Transaction<Own> | undefined;

  /** Waits for whoever is at work, as a statement waits for a lock; the locks of the dead are free. */
  const begin = async (life: Life): Promise<Transaction<Own>> => {
    await world.gate(life);
    while (open?.life.isAlive === true) await world.gate(life);
    open = { life, tables: copyOf(committed), accepted: [], isAborted: false };
    return open;
  };
  const end = (own: Transaction<Own>): void => {
    if (open === own) open = undefined;
  };

  const attempt = async <T>(own: Transaction<Own>, work: (own: Transaction<Own>) => Promise<T>): Promise<T> => {
    try {
      const result = await work(own);
      if (own.isAborted) throw new Error('the transaction was aborted by a statement that failed');
      if (faults.failsCommit(own.life)) throw new Error('the database gave the transaction up');
      return result;
    } catch (thrown) {
      end(own);
      throw thrown;
    }
  };

  return {
    committed: () => committed,
    transaction: async (life, work) => {
      const own = await begin(life);
      const result = await attempt(own, work);
      // Of a process that has died meanwhile nothing more is heard.
      if (!life.isAlive) return forever();
      const crash = faults.crashAtCommit(life);
      if (crash !== 'before') {
        committed = own.tables;
        watch.committed(committed, own.accepted);
      }
      end(own);
      if (crash === null) return result;
      faults.crash(life);
      return forever();
    },
    change: async (life, work) => {
      const own = await begin(life);
      work(own.tables);
      committed = own.tables;
      end(own);
    },
  };
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

function copyOf<Own extends Tables>(tables: All<Own>): All<Own> {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, new Map(table)])) as All<Own>;
}

/** `accepted` is what takes effect with the transaction. */
function noting(inbox: Inbox, accepted: string[]): Inbox {
  return {
    accept: async (messageId) => {
      const isNew = await inbox.accept(messageId);
      if (isNew) accepted.push(messageId);
      return isNew;
    },
  };
}

type Call = (...given: readonly unknown[]) => Promise<unknown>;

/** The same, but once something of it has failed nothing more can be done with it, as in PostgreSQL. */
function abortable<Work extends object>(transaction: { isAborted: boolean }, work: Work): Work {
  const guard =
    (call: Call): Call =>
    async (...given) => {
      if (transaction.isAborted) throw new Error('the transaction is aborted');
      try {
        return await call(...given);
      } catch (thrown) {
        transaction.isAborted = true;
        throw thrown;
      }
    };
  // Only what is called is guarded: most transactions call three of some thirty statements.
  const guarded = Object.entries(work).map(([name, repository]) => [
    name,
    new Proxy(repository as Record<string, Call>, {
      get: (calls, method: string) => {
        const call = calls[method];
        return call === undefined ? undefined : guard(call);
      },
    }),
  ]);
  return Object.fromEntries(guarded) as Work;
}

/** What a schedule never comes to: a call says so instead of pretending. */
export function notSimulated(): never {
  throw new Error('This is not simulated.');
}
