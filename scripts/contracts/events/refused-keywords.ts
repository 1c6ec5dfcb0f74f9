import type { JsonSchema } from './json-schema.ts';

/** What says something about a schema, and refuses nothing. */
const ANNOTATIONS = ['title', 'description', '$schema', '$id', '$comment', 'default', 'examples', 'deprecated'];
/** What `refusals` looks at itself. */
const STRUCTURE = [
  ...['type', 'properties', 'required', 'items', 'additionalProperties'],
  ...['enum', 'const', 'anyOf', 'oneOf'],
];
const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const PASSED_OVER = new Set([...ANNOTATIONS, ...STRUCTURE]);

/**
 * Why values that a writer's keywords allow are refused by the reader's. Of two patterns, formats or other words nobody
 * can say in general which allows more: where the reader has one that the writer has not, something may be refused.
 */
export function refusedKeywords(reader: JsonSchema, writer: JsonSchema): string[] {
  const names = Object.keys(reader).filter((name) => !PASSED_OVER.has(name));
  const refused = names.flatMap((name) => refusedKeyword(name, reader[name], writer[name]));
  // A format comes with the pattern that it is checked by: one change is told once.
  const isFormat = refused.some((reason) => reason.startsWith('its format'));
  return isFormat ? refused.filter((reason) => !reason.startsWith('its pattern')) : refused;
}

function refusedKeyword(name: string, reader: unknown, writer: unknown): string[] {
  if (JSON.stringify(reader) === JSON.stringify(writer)) return [];
  const bounds = typeof reader === 'number' && typeof writer === 'number' ? { reader, writer } : undefined;
  if (bounds !== undefined && isWithin(name, bounds.reader, bounds.writer)) return [];
  const was = writer === undefined ? 'any is written' : `${JSON.stringify(writer)} is written`;
  return [`its ${name} ${JSON.stringify(reader)} is read, and ${was}`];
}

function isWithin(name: string, reader: number, writer: number): boolean {
  if (LEAST.includes(name)) return writer >= reader;
  if (MOST.includes(name)) return writer <= reader;
  return name === 'multipleOf' && writer % reader === 0;
}
