import { connectionConfig } from '@galleria/kit/database/postgres-url';
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { connectReadingCatalog } from './catalog-adapter.ts';
import { takeTurn, withItsRecord } from './migration-turn.ts';
import { databaseUrl, dropDatabase, ensureDatabase } from '../databases.ts';

export interface MigrationAdapters {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** Closes every connection that was opened and drops the shadow databases. */
  close(): Promise<void>;
}

/** The connections of the migration engine: to the database `url`, and to shadow databases on the same server. */
export function createMigrationAdapters(url: string): MigrationAdapters {
  const closers: (() => Promise<void>)[] = [];
  const connect = async (
    connectionString: string,
    prepare = async (_pool: pg.Pool) => {},
    afterwards = async () => {},
  ): Promise<SqlDriverAdapter> => {
    // One connection, however long it rests, because locks and the search path belong to a session.
    const pool = new pg.Pool({ ...connectionConfig(connectionString), max: 1, idleTimeoutMillis: 0 });
    const close = once(async () => {
      await pool.end();
      await afterwards();
    });
    closers.push(close);
    await prepare(pool);
    const adapter = await connectReadingCatalog(pool);
    adapter.executeScript = (script) => executeAsOneQuery(pool, script);
    adapter.dispose = close;
    return adapter;
  };
  return {
    factory: {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: () => connect(url, takeTurn),
      connectToShadowDb: async () => {
        const name = `galleria_shadow_${crypto.randomUUID()}`;
        await ensureDatabase(url, name);
        return connect(databaseUrl(url, name), undefined, () => dropDatabase(url, name));
      },
    },
    close: async () => void (await Promise.all(closers.map((close) => close()))),
  };
}

/**
 * The stock adapter cuts a script at every semicolon, which breaks a PL/pgSQL body. As one simple query PostgreSQL cuts
 * it correctly, and runs it as one transaction: a migration that fails leaves nothing behind, unless it says COMMIT.
 */
async function executeAsOneQuery(pool: pg.Pool, script: string): Promise<void> {
  try {
    await pool.query(withItsRecord(script));
  } catch (thrown) {
    throw thrown instanceof pg.DatabaseError ? atItsLine(thrown, script) : thrown;
  }
}

function atItsLine(error: pg.DatabaseError, script: string): DriverAdapterError {
  const line = error.position === undefined ? undefined : script.slice(0, Number(error.position)).split('\n').length;
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message: line === undefined ? error.message : `${error.message} (line ${line})`,
    detail: error.detail,
    hint: error.hint,
    column: error.column,
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
