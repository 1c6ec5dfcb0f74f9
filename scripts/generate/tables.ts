import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Internals from '@prisma/internals';
import { fingerprint } from './fingerprints.ts';
import type { Generation } from './generation.ts';
import { schemaOf, servicesWithSchema } from './prisma-clients.ts';

// A CommonJS bundle whose exports Node cannot name: required, and only when something is stale.
const require = createRequire(import.meta.url);

/**
 * The tables of each service for its own statements, from the schema that Prisma's client is made of: columns are
 * written once.
 */
export function tables(root: string): Generation[] {
  const generator = readFileSync(import.meta.filename, 'utf8');
  return servicesWithSchema(root).map((service) => {
    const output = `subgraphs/${service}/src/generated/tables.ts`;
    const schema = readFileSync(schemaOf(root, service), 'utf8');
    return {
      output,
      fingerprint: fingerprint(generator, schema),
      generate: async () => {
        mkdirSync(dirname(join(root, output)), { recursive: true });
        writeFileSync(join(root, output), await tablesOf(schema, `prisma/${service}/schema.prisma`));
      },
    };
  });
}

async function tablesOf(schema: string, source: string): Promise<string> {
  const { getDMMF } = require('@prisma/internals') as typeof Internals;
  const { datamodel } = await getDMMF({ datamodel: schema });
  const enums = new Map(datamodel.enums.map((one) => [one.name, one]));
  const written = datamodel.models.map((model) => tableOf(model, enums));
  return `/** ${source} */
import * as c from '@galleria/kit/database/columns';
import { table } from '@galleria/kit/database/table';

${written.join('\n')}`;
}

type Datamodel = Awaited<ReturnType<typeof Internals.getDMMF>>['datamodel'];
type Model = Datamodel['models'][number];
type Field = Model['fields'][number];
type Enums = ReadonlyMap<string, Datamodel['enums'][number]>;

function tableOf(model: Model, enums: Enums): string {
  const table = model.dbName ?? model.name;
  const columns = model.fields
    .filter(({ kind }) => kind !== 'object')
    .map((field) => `  ${field.name}: ${columnOf(field, enums)},\n`);
  const name = table.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
  return `export const ${name} = table('${table}', {\n${columns.join('')}});\n`;
}

function columnOf(field: Field, enums: Enums): string {
  const { name, dbName, isList, isRequired, hasDefaultValue } = field;
  let column = kindOf(field, enums);
  if (isList) column = `c.listOf(${column})`;
  // Prisma's migrations let a list be null, although its client never gives one that is.
  if (!isRequired || isList) column = `c.optional(${column})`;
  if (hasDefaultValue) column = `c.withDefault(${column})`;
  const derived = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (dbName ?? name) === derived ? column : `c.named('${dbName ?? name}', ${column})`;
}

const KINDS: Readonly<Record<string, string>> = {
  String: 'c.text',
  Int: 'c.integer',
  BigInt: 'c.bigint',
  Boolean: 'c.boolean',
  DateTime: 'c.timestamp',
  Json: 'c.json()',
  Bytes: 'c.bytes',
};

/** Of a native type that is not known here the test of the tables against the database says so. */
function kindOf({ type, kind, nativeType }: Field, enums: Enums): string {
  if (kind === 'enum') {
    const values = enums.get(type)?.values.map((value) => `'${value.dbName ?? value.name}'`) ?? [];
    return `c.enumeration<${values.join(' | ')}>('${enums.get(type)?.dbName ?? type}')`;
  }
  if (nativeType?.[0] === 'Uuid') return 'c.uuid';
  if (nativeType?.[0] === 'Char') return `c.character(${nativeType[1][0] ?? 1})`;
  const column = KINDS[type];
  if (column === undefined) throw new Error(`No column is known for Prisma's type ${type}`);
  return column;
}
