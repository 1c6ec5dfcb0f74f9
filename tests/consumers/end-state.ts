import type { Database } from '@galleria/kit/database/database';

/** The rows of every table but the inbox, as texts in which only what must differ between two runs is made the same. */
export type EndState = Readonly<Record<string, readonly string[]>>;

export interface EndStateReader {
  /** `names` are the ids and numbers that the run has given a name. */
  read(names: ReadonlyMap<string, string>): Promise<EndState>;
  /** Ids of the messages that the inbox knows. */
  noted(): Promise<readonly string[]>;
  /** Empties every table. */
  clear(): Promise<void>;
}

/** Who set something in motion: the message that came first, which differs with the order that is tried. */
const CAUSES = ['correlation_id', 'causation_id', 'traceparent'];
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

interface Table {
  readonly name: string;
  /** Columns that a sequence fills: rows are compared without an order. */
  readonly numbered: readonly string[];
}

export async function createEndStateReader(
  database: Database,
  { varying }: { readonly varying: readonly string[] },
): Promise<EndStateReader> {
  const tables = await tablesOf(database);
  const compared = tables.filter(({ name }) => name !== 'inbox');
  const everything = compared.map(rowsOf).join(' union all ');
  // The clock of a run stands years before: a later time is one of the database's own clock.
  const began = Date.now();
  return {
    read: async (names) => {
      const { rows } = await database.pool.query<{ table: string; row: Record<string, unknown> }>(everything);
      const texts = rows.map(({ table, row }) => [table, textOf(row, { varying, names, began })] as const);
      return grouped(compared, numberIds(texts));
    },
    noted: async () => {
      const { rows } = await database.pool.query<{ id: string }>('select message_id as id from inbox order by id');
      return rows.map(({ id }) => id);
    },
    clear: async () => {
      // As a replica, for which no trigger fires: a ledger refuses it. And truncating takes ten times as long.
      const deletions = tables.map(({ name }) => `delete from "${name}";`).join(' ');
      await database.pool.query(`begin; set local session_replication_role = replica; ${deletions} commit`);
    },
  };
}

async function tablesOf(database: Database): Promise<readonly Table[]> {
  const { rows } = await database.pool.query<Table>(`
    select table_name::text as name,
           coalesce(array_agg(column_name::text) filter (where column_default like 'nextval(%'), '{}') as numbered
    from information_schema.columns
    where table_schema = 'public' and table_name not like '%migrations'
    group by table_name order by table_name`);
  return rows;
}

function rowsOf({ name, numbered }: Table): string {
  // Nothing refers to a message that is sent: its id is one more number.
  const own = name === 'outbox' ? [...numbered, 'id'] : numbered;
  const ignored = [...own, ...CAUSES].map((column) => `'${column}'`).join(', ');
  // Its spelling is free: a message that was changed by SQL is spelled anew.
  const parsed = name === 'outbox' ? ` || jsonb_build_object('payload', payload::jsonb)` : '';
  return `select '${name}' as table, to_jsonb("${name}") - array[${ignored}]${parsed} as row from "${name}"`;
}

interface Reading {
  readonly varying: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  readonly began: number;
}

function textOf(row: Record<string, unknown>, { varying, names, began }: Reading): string {
  const masked = Object.entries(row).map(([column, value]) => [
    column,
    varying.includes(column) && value !== null && value !== '' ? '<varies>' : value,
  ]);
  let text = JSON.stringify(Object.fromEntries(masked)).replaceAll(MOMENT, (moment) =>
    Date.parse(moment) < began ? moment : '<now>',
  );
  for (const [value, name] of names) text = text.replaceAll(value, `<${name}>`);
  return text;
}

/**
 * Ids that the service made are told apart by the rows that they are in, so that rows stay tied to each other. Messages
 * count for those alone that no other row has: one more of them must not give all others another number.
 */
function numberIds(rows: readonly (readonly [table: string, text: string])[]): (readonly [string, string])[] {
  const kept = rows.filter(([table]) => table !== 'outbox');
  const traces = tracesOf(kept);
  const ofMessages = [...tracesOf(rows)].filter(([id]) => !traces.has(id));
  const numbers = new Map([...numbered('id', traces), ...numbered('sent', new Map(ofMessages))]);
  return rows
    .map(([table, text]) => [table, text.replaceAll(UUID, (id) => `<${numbers.get(id)}>`)] as const)
    .toSorted(([, a], [, b]) => (a < b ? -1 : Number(a > b)));
}

/** Where each id stands, in rows without their ids. */
function tracesOf(rows: readonly (readonly [table: string, text: string])[]): Map<string, string> {
  const places = new Map<string, string[]>();
  for (const [table, text] of rows) {
    const shape = `${table} ${text.replaceAll(UUID, '<id>')}`;
    for (const { 0: id, index } of text.matchAll(UUID)) {
      places.set(id, [...(places.get(id) ?? []), `${shape} ${index}`]);
    }
  }
  return new Map([...places].map(([id, where]) => [id, where.toSorted().join('\n')]));
}

function numbered(kind: string, traces: ReadonlyMap<string, string>): Map<string, string> {
  const distinct = [...new Set(traces.values())].toSorted();
  return new Map([...traces].map(([id, trace]) => [id, `${kind} ${distinct.indexOf(trace) + 1}`]));
}

function grouped(tables: readonly Table[], rows: readonly (readonly [table: string, text: string])[]): EndState {
  return Object.fromEntries(
    tables.map(({ name }) => [name, rows.filter(([table]) => table === name).map(([, text]) => text)]),
  );
}
