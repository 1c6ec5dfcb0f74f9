import { alternativesOf, valuesOf, type JsonSchema } from './json-schema.ts';
import { refusedKeywords } from './refused-keywords.ts';

/** A reason why a value that one schema allows is refused by another. */
export interface Refusal {
  /** `.lines[].quantity`, or nothing for the whole. */
  readonly path: string;
  readonly reason: string;
}

/**
 * Why a reader that holds values to one schema could refuse what fits the writer's. Empty when it reads all of them.
 * Objects are open: a reader passes over properties that it does not know.
 */
export function refusals(reader: JsonSchema, writer: JsonSchema, path = ''): Refusal[] {
  const readable = alternativesOf(reader);
  return alternativesOf(writer).flatMap((written) => leastRefused(readable, written, path));
}

/** By the alternative of the reader that comes closest. */
function leastRefused(readable: readonly JsonSchema[], written: JsonSchema, path: string): Refusal[] {
  const tries = readable.map((one) => refusedByOne(one, written, path));
  const sameKind = tries.filter((_refused, index) => readsType(readable[index]?.type, written.type));
  const [best] = sameKind.toSorted((one, other) => one.length - other.length);
  if (best !== undefined) return best;
  const kinds = readable.map((one) => kindOf(one)).join(' or ');
  return [{ path, reason: `may be ${kindOf(written)}, and ${kinds} is read` }];
}

function refusedByOne(reader: JsonSchema, writer: JsonSchema, path: string): Refusal[] {
  const here = [...refusedValues(reader, writer), ...refusedKeywords(reader, writer)];
  return [
    ...here.map((reason) => ({ path, reason })),
    ...refusedItems(reader, writer, path),
    ...refusedProperties(reader, writer, path),
  ];
}

function refusedValues(reader: JsonSchema, writer: JsonSchema): string[] {
  const known = valuesOf(reader);
  if (known === undefined) return [];
  const names = new Set(known.map((value) => JSON.stringify(value)));
  const written = valuesOf(writer);
  if (written === undefined) return [`may be any value, and only ${[...names].join(', ')} is read`];
  const unknown = written.map((value) => JSON.stringify(value)).filter((value) => !names.has(value));
  return unknown.map((value) => `may be ${value}, which is not read`);
}

function refusedItems(reader: JsonSchema, writer: JsonSchema, path: string): Refusal[] {
  return reader.items === undefined ? [] : refusals(reader.items, writer.items ?? {}, `${path}[]`);
}

function refusedProperties(reader: JsonSchema, writer: JsonSchema, path: string): Refusal[] {
  const readable = reader.properties ?? {};
  const written = writer.properties ?? {};
  const always = new Set(writer.required ?? []);
  const missing = (reader.required ?? [])
    .filter((name) => !always.has(name))
    .map((name) => ({
      path: `${path}.${name}`,
      reason: name in written ? 'is required, and may be absent' : 'is required, and is absent',
    }));
  const inBoth = Object.entries(readable).flatMap(([name, schema]) => {
    const other = written[name];
    return other === undefined ? [] : refusals(schema, other, `${path}.${name}`);
  });
  return [...missing, ...inBoth, ...refusedOthers(reader, writer, path)];
}

/** Properties without a name in the reader's schema, where it says what they may be. */
function refusedOthers(reader: JsonSchema, writer: JsonSchema, path: string): Refusal[] {
  const others = reader.additionalProperties ?? true;
  if (others === true) return [];
  const unnamed = Object.entries(writer.properties ?? {}).filter(([name]) => !(name in (reader.properties ?? {})));
  const more = writer.additionalProperties ?? true;
  if (others === false) {
    return [
      ...unnamed.map(([name]) => ({ path: `${path}.${name}`, reason: 'is not known, and no other is read' })),
      ...(more === false ? [] : [{ path, reason: 'may hold properties without a name, and none are read' }]),
    ];
  }
  return [
    ...unnamed.flatMap(([name, schema]) => refusals(others, schema, `${path}.${name}`)),
    ...(more === false ? [] : refusals(others, more === true ? {} : more, `${path}.*`)),
  ];
}

function readsType(reader: JsonSchema['type'], writer: JsonSchema['type']): boolean {
  return reader === undefined || reader === writer || (reader === 'number' && writer === 'integer');
}

function kindOf({ type }: JsonSchema): string {
  if (type === undefined) return 'anything';
  const name = String(type);
  if (name === 'null') return name;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
