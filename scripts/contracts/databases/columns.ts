import type { ColumnDef, Constraint, Node } from 'libpg-query';
import type { Change, Column, ConstraintKind } from './change.ts';
import { isSerial, lastName, spellType } from './sql-types.ts';

/** The same for all rows of a statement, so that PostgreSQL keeps it once and writes no row. */
const STABLE = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'current_setting', 'to_timestamp']);

const KINDS: Readonly<Record<string, ConstraintKind>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_EXCLUSION: 'exclusion',
};

export function columnOf(definition: ColumnDef): Column {
  const constraints = constraintsOf(definition);
  const has = (...types: readonly string[]) => constraints.some(({ contype }) => types.includes(contype ?? ''));
  const filled = isSerial(definition.typeName) || has('CONSTR_IDENTITY');
  return {
    name: definition.colname ?? '',
    type: spellType(definition.typeName),
    isNullable: !filled && !has('CONSTR_NOTNULL', 'CONSTR_PRIMARY'),
    hasDefault: filled || has('CONSTR_DEFAULT', 'CONSTR_GENERATED'),
  };
}

/** Whether adding the column gives each row a value of its own. */
export function isComputed(definition: ColumnDef): boolean {
  if (isSerial(definition.typeName)) return true;
  return constraintsOf(definition).some(({ contype, raw_expr }) => {
    if (contype === 'CONSTR_IDENTITY' || contype === 'CONSTR_GENERATED') return true;
    return contype === 'CONSTR_DEFAULT' && raw_expr !== undefined && isVolatile(raw_expr);
  });
}

/** A constraint of a table, or undefined for what is none, such as a default. */
export function tableConstraint(table: string, constraint: Constraint): Change | undefined {
  const kind = KINDS[constraint.contype ?? ''];
  if (kind === undefined) return undefined;
  return {
    kind: 'add constraint',
    table,
    name: constraint.conname ?? kind.replace(' ', '-'),
    constraint: kind,
    columns: [...(constraint.keys ?? []), ...(constraint.fk_attrs ?? [])].map((key) => lastName([key])),
    isChecked: constraint.skip_validation !== true && constraint.indexname === undefined,
  };
}

/** Constraints that a column brings along: a check, a reference. */
export function columnConstraints(table: string, definition: ColumnDef): Change[] {
  return constraintsOf(definition)
    .map((constraint) => tableConstraint(table, constraint))
    .filter((change) => change !== undefined);
}

function constraintsOf({ constraints = [] }: ColumnDef): Constraint[] {
  return constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

/** Calls a function that is not known to give the same for every row. */
function isVolatile(expression: Node): boolean {
  return (
    JSON.stringify(expression).includes('"FuncCall"') && functionNames(expression).some((name) => !STABLE.has(name))
  );
}

function functionNames(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'FuncCall' ? [lastName((inner as { funcname?: Node[] }).funcname)] : []),
    ...functionNames(inner),
  ]);
}
