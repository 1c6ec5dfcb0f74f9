import { isEnumType, type GraphQLLeafType } from 'graphql';
import { jsonText } from './json-text.ts';

/** Writes a value that is there as JSON. Throws for one that its type does not have, or not as it is. */
export type WriteValue = (value: unknown) => string;

/** Only for values that come as the type has them: what has to be turned into one is left to `complete.ts`. */
export function leafWriter(type: GraphQLLeafType): WriteValue {
  if (isEnumType(type)) return enumWriter(type.getValues().map(({ name }) => name));
  return SPECIFIED.get(type.name) ?? ((value) => writeScalar(type.serialize(value)));
}

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

const SPECIFIED: ReadonlyMap<string, WriteValue> = new Map<string, WriteValue>([
  ['String', writeText],
  ['ID', writeText],
  ['Boolean', (value) => (value === true ? 'true' : value === false ? 'false' : unusual())],
  ['Int', (value) => (isInt(value) ? `${value}` : unusual())],
  ['Float', (value) => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : unusual())],
]);

function isInt(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;
}

function writeText(value: unknown): string {
  return typeof value === 'string' ? jsonText(value) : unusual();
}

function writeScalar(value: unknown): string {
  if (typeof value === 'string') return jsonText(value);
  if (value === null || value === undefined) return unusual();
  const text: string | undefined = JSON.stringify(value);
  return text ?? unusual();
}

function enumWriter(names: readonly string[]): WriteValue {
  const texts = new Map<unknown, string>(names.map((name) => [name, `"${name}"`]));
  return (value) => texts.get(value) ?? unusual();
}

/** Never shown, and made once: where it is thrown, the completer finds out what is wrong. */
const UNUSUAL = new Error('what is to be written is not as the schema has it');

export function unusual(): never {
  throw UNUSUAL;
}
