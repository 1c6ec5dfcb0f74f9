import { loadModule, parseSync, type Node, type RawStmt } from 'libpg-query';
import { alterTable, type LocatedChange } from './alter-table.ts';
import type { Change, PlacedChange } from './change.ts';
import { columnOf, tableConstraint } from './columns.ts';
import { lastName } from './sql-types.ts';

/** PostgreSQL's own parser reads the migration; what it does to tables and rows comes back in its order. */
export async function readChanges(sql: string): Promise<PlacedChange[]> {
  await loadModule();
  const bytes = Buffer.from(sql);
  const statements = parseSync(sql).stmts ?? [];
  return statements.flatMap((raw) => {
    const start = startOf(raw, bytes);
    return changesOf(raw.stmt).map(({ change, location }) => ({
      change,
      offset: bytes.subarray(0, location ?? start).toString().length,
    }));
  });
}

/** A statement begins, for the parser, behind the one before: its comments and empty lines are passed over. */
function startOf({ stmt_location: from = 0, stmt_len: length }: RawStmt, bytes: Buffer): number {
  const text = bytes.subarray(from, length === undefined ? undefined : from + length).toString();
  const lead = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
  return from + Buffer.byteLength(lead);
}

function changesOf(stmt: Node | undefined): LocatedChange[] {
  if (stmt === undefined) return [];
  if ('AlterTableStmt' in stmt) return alterTable(stmt.AlterTableStmt);
  return statementChanges(stmt).map((change) => ({ change, location: undefined }));
}

function statementChanges(stmt: Node): Change[] {
  if ('CreateStmt' in stmt) {
    const table = stmt.CreateStmt.relation?.relname ?? '';
    return [createTable(table, stmt.CreateStmt.tableElts ?? [])];
  }
  if ('IndexStmt' in stmt) {
    const { idxname: name = '', relation, unique = false, concurrent = false } = stmt.IndexStmt;
    return [{ kind: 'create index', table: relation?.relname ?? '', name, isUnique: unique, isConcurrent: concurrent }];
  }
  if ('AlterEnumStmt' in stmt) {
    const { typeName, oldVal, newVal = '' } = stmt.AlterEnumStmt;
    const type = lastName(typeName);
    return [
      oldVal === undefined ? { kind: 'add value', type, value: newVal } : { kind: 'rename value', type, value: oldVal },
    ];
  }
  if ('DoStmt' in stmt) return [{ kind: 'run block' }];
  return [...rowChanges(stmt), ...removals(stmt), ...renames(stmt), ...rewrites(stmt)];
}

function createTable(table: string, elements: readonly Node[]): Change {
  const constraints = elements.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const key = constraints
    .map((constraint) => tableConstraint(table, constraint))
    .flatMap((change) =>
      change?.kind === 'add constraint' && change.constraint === 'primary key' ? change.columns : [],
    );
  const columns = elements.flatMap((node) => ('ColumnDef' in node ? [columnOf(node.ColumnDef)] : []));
  return {
    kind: 'create table',
    table,
    columns: columns.map((column) => (key.includes(column.name) ? { ...column, isNullable: false } : column)),
  };
}

function rowChanges(stmt: Node): Change[] {
  if ('DeleteStmt' in stmt) {
    const { relation, whereClause } = stmt.DeleteStmt;
    return [{ kind: 'delete', table: relation?.relname ?? '', isWhole: whereClause === undefined }];
  }
  if ('UpdateStmt' in stmt) {
    const { relation, whereClause } = stmt.UpdateStmt;
    return [{ kind: 'update', table: relation?.relname ?? '', isWhole: whereClause === undefined }];
  }
  if (!('TruncateStmt' in stmt)) return [];
  const relations = stmt.TruncateStmt.relations ?? [];
  return relations.map((node) => ({ kind: 'truncate', table: relationName(node) }));
}

function removals(stmt: Node): Change[] {
  if (!('DropStmt' in stmt)) return [];
  const { objects = [], removeType } = stmt.DropStmt;
  const names = objects.map(objectName);
  switch (removeType) {
    case 'OBJECT_TABLE':
      return names.map((table) => ({ kind: 'drop table', table }));
    case 'OBJECT_TYPE':
      return names.map((name) => ({ kind: 'drop type', name }));
    case 'OBJECT_SCHEMA':
      return names.map((name) => ({ kind: 'drop schema', name }));
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return names.map((name) => ({ kind: 'drop view', name }));
    default:
      return [];
  }
}

function renames(stmt: Node): Change[] {
  if (!('RenameStmt' in stmt)) return [];
  const { renameType, relation, subname: column = '', newname: to = '' } = stmt.RenameStmt;
  const table = relation?.relname ?? '';
  if (renameType === 'OBJECT_TABLE') return [{ kind: 'rename table', table, to }];
  return renameType === 'OBJECT_COLUMN' ? [{ kind: 'rename column', table, column, to }] : [];
}

function rewrites(stmt: Node): Change[] {
  if ('ClusterStmt' in stmt) {
    return [{ kind: 'rewrite', table: stmt.ClusterStmt.relation?.relname ?? '', command: 'cluster' }];
  }
  if (!('LockStmt' in stmt)) return [];
  const relations = stmt.LockStmt.relations ?? [];
  return relations.map((node) => ({ kind: 'rewrite', table: relationName(node), command: 'lock' }));
}

function relationName(node: Node): string {
  return 'RangeVar' in node ? (node.RangeVar.relname ?? '') : '';
}

/** Of `schema.name`, be it spelled as a list, as a type or as one word. */
function objectName(node: Node): string {
  if ('List' in node) return lastName(node.List.items);
  return 'TypeName' in node ? lastName(node.TypeName.names) : lastName([node]);
}
