import { alternativesOf, valuesOf, type JsonSchema } from './json-schema.ts';

/** A field of a message as a line of a table. */
export interface Field {
  /** `lines[].quantity` */
  readonly path: string;
  /** `integer, at least 1` */
  readonly shape: string;
  readonly required: boolean;
}

/** The least and the most that zod writes for an integer that is held to nothing else. */
const SAFE = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, -(2 ** 31), 2 ** 31 - 1];

/** All fields of a message, those of objects and lists inside it after what they are in. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    return [{ path, shape: shapeOf(field), required: required.has(name) }, ...inside(field, path)];
  });
}

function inside(field: JsonSchema, path: string): Field[] {
  const element = field.items;
  if (element !== undefined) return inside(element, `${path}[]`);
  return alternativesOf(field).flatMap((one) => fieldsOf(one, `${path}.`));
}

function shapeOf(field: JsonSchema): string {
  const shapes = alternativesOf(field).map(shapeOfOne).join(' or ');
  const absent = field['default'];
  return absent === undefined ? shapes : `${shapes}; ${JSON.stringify(absent)} where it is absent`;
}

function shapeOfOne(schema: JsonSchema): string {
  const values = valuesOf(schema);
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  const { type = 'anything', format, pattern, minimum, maximum } = schema;
  if (schema.items !== undefined) return `${listOf(schema)} ${shapeOf(schema.items)}`;
  const words = [format === undefined ? String(type) : (FORMATS[format] ?? format)];
  if (format === undefined && pattern !== undefined) words.push(`\`${pattern}\``);
  if (typeof minimum === 'number' && !SAFE.includes(minimum)) words.push(`at least ${minimum}`);
  if (typeof maximum === 'number' && !SAFE.includes(maximum)) words.push(`at most ${maximum}`);
  return words.join(', ');
}

function listOf({ minItems }: JsonSchema): string {
  return minItems === undefined ? 'list of' : `list of at least ${minItems}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  email: 'e-mail address',
  'date-time': 'moment, ISO 8601 in UTC',
};
