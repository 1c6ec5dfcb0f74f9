import type { Node, TypeName } from 'libpg-query';

/** What the parser names by PostgreSQL's own names, as people do. */
const SPELLINGS: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'character',
  varchar: 'character varying',
  serial: 'integer',
  bigserial: 'bigint',
};
/** Their precision stands in the middle. */
const WITH_ZONE: Readonly<Record<string, readonly [string, string]>> = {
  timestamptz: ['timestamp', ' with time zone'],
  timestamp: ['timestamp', ' without time zone'],
  timetz: ['time', ' with time zone'],
  time: ['time', ' without time zone'],
};

/** The type as format_type spells it: `timestamp(3) with time zone`, `text[]`. */
export function spellType(type: TypeName | undefined): string {
  const name = lastName(type?.names);
  const sizes = (type?.typmods ?? []).map(integerOf).filter((size) => size !== undefined);
  const size = sizes.length === 0 ? '' : `(${sizes.join(',')})`;
  const zoned = WITH_ZONE[name];
  const spelled = zoned === undefined ? `${SPELLINGS[name] ?? name}${size}` : `${zoned[0]}${size}${zoned[1]}`;
  return `${spelled}${(type?.arrayBounds ?? []).length > 0 ? '[]' : ''}`;
}

/** Its column is an integer that a sequence fills. */
export function isSerial(type: TypeName | undefined): boolean {
  return lastName(type?.names).endsWith('serial');
}

/** The last part of a qualified name. */
export function lastName(names: readonly Node[] | undefined): string {
  const last = names?.at(-1);
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
}

function integerOf(node: Node): number | undefined {
  return 'A_Const' in node ? node.A_Const.ival?.ival : undefined;
}
