import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { Change } from './change.ts';
import { columnConstraints, columnOf, isComputed, tableConstraint } from './columns.ts';
import { spellType } from './sql-types.ts';

/** A change with its place in bytes, where the parser tells one; that of the statement otherwise. */
export type LocatedChange = { readonly change: Change; readonly location: number | undefined };

/** What ALTER TABLE does, one change for each of its clauses. */
export function alterTable({ relation, cmds = [], objtype }: AlterTableStmt): LocatedChange[] {
  const table = relation?.relname ?? '';
  if (objtype !== 'OBJECT_TABLE') return [];
  return cmds.flatMap((node) => ('AlterTableCmd' in node ? clause(table, node.AlterTableCmd) : []));
}

function clause(table: string, command: AlterTableCmd): LocatedChange[] {
  const { subtype, name: column = '', def } = command;
  const located = (change: Change, location?: number) => [{ change, location }];
  switch (subtype) {
    case 'AT_AddColumn':
      return def !== undefined && 'ColumnDef' in def
        ? [
            ...located(
              { kind: 'add column', table, column: columnOf(def.ColumnDef), isComputed: isComputed(def.ColumnDef) },
              def.ColumnDef.location,
            ),
            ...columnConstraints(table, def.ColumnDef).flatMap((change) => located(change, def.ColumnDef.location)),
          ]
        : [];
    case 'AT_AddConstraint': {
      const constraint = def !== undefined && 'Constraint' in def ? def.Constraint : undefined;
      const change = constraint === undefined ? undefined : tableConstraint(table, constraint);
      return change === undefined ? [] : located(change, constraint?.location);
    }
    case 'AT_AlterColumnType':
      return def !== undefined && 'ColumnDef' in def
        ? located(
            { kind: 'alter type', table, column, type: spellType(def.ColumnDef.typeName) },
            def.ColumnDef.location,
          )
        : [];
    case 'AT_DropColumn':
      return located({ kind: 'drop column', table, column });
    case 'AT_SetNotNull':
      return located({ kind: 'set not null', table, column });
    case 'AT_DropNotNull':
      return located({ kind: 'drop not null', table, column });
    case 'AT_ColumnDefault':
      return located({ kind: def === undefined ? 'drop default' : 'set default', table, column });
    case 'AT_SetAccessMethod':
    case 'AT_SetTableSpace':
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      return located({ kind: 'rewrite', table, command: 'write anew' });
    default:
      return [];
  }
}
