import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { placeAt, type Place } from '../../compose/problem.ts';
import type { JsonSchema } from './json-schema.ts';

export const CONTRACTS = 'packages/events/src';
/** Modules there that declare no message. */
const OTHERS = ['catalog.ts', 'contract.ts', 'values.ts'];

/** A message as the code declares it, and where. */
export interface DeclaredContract {
  /** `orders.order-placed.v1` */
  readonly type: string;
  readonly owner: string;
  /** `order-placed` */
  readonly name: string;
  readonly version: number;
  readonly kind: 'event' | 'command';
  readonly topic: string;
  readonly description: string;
  /** Why nobody listens to it, while nobody does. */
  readonly unheardBecause: string | undefined;
  /** What it is keyed by, such as `orderId`. */
  readonly key: string;
  readonly schema: z.ZodType;
  readonly json: JsonSchema;
  /** `orderPlaced`, exported by `orders` of @galleria/events. */
  readonly exported: string;
  readonly module: string;
  readonly place: Place;
  /** Where it names a property, or where it begins when it takes the property from somewhere else. */
  readonly placeOf: (property: string) => Place;
}

interface Contract {
  readonly type: string;
  readonly topic: string;
  readonly description: string;
  readonly unheardBecause?: string;
  readonly keyOf: (data: unknown) => string;
  readonly schema: z.ZodType;
}

/** Every contract that a module of packages/events exports, be it in the catalogue or not. */
export async function readContracts(root: string): Promise<DeclaredContract[]> {
  const names = (await readdir(join(root, CONTRACTS))).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !OTHERS.includes(name),
  );
  const perModule = await Promise.all(names.toSorted().map((name) => readModule(root, name)));
  return perModule.flat();
}

/** In the order in which the module declares them. */
async function readModule(root: string, name: string): Promise<DeclaredContract[]> {
  const file = `${CONTRACTS}/${name}`;
  const text = await readFile(join(root, file), 'utf8');
  const exports = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
  return Object.entries(exports)
    .filter((entry): entry is [string, Contract] => isContract(entry[1]))
    .map(([exported, contract]) => {
      const offset = Math.max(0, text.search(new RegExp(`^export const ${exported}\\b`, 'm')));
      const place = placeAt(file, text, offset);
      const placeOf = (property: string) => placeAt(file, text, offset + propertyOffset(text.slice(offset), property));
      return { ...declared(contract), exported, module: name.slice(0, -'.ts'.length), place, placeOf };
    })
    .toSorted((one, other) => one.place.line - other.place.line);
}

function propertyOffset(text: string, property: string): number {
  if (property === '') return 0;
  const [definition = ''] = text.split(/^}\);/m, 1);
  return Math.max(0, definition.search(new RegExp(`\\b${property}\\b(?=\\s*[:,}])`)));
}

function declared({ type, topic, description, unheardBecause, keyOf, schema }: Contract) {
  const [owner = '', name = '', version = ''] = type.split('.');
  return {
    ...{ type, owner, name, topic, description, unheardBecause, schema },
    version: Number(version.slice(1)),
    kind: topic.endsWith('.commands') ? ('command' as const) : ('event' as const),
    key: keyOf(namesOfProperties),
    json: z.toJSONSchema(schema, { io: 'input' }) as JsonSchema,
  };
}

/** Gives for each property its name: a function that makes a key of some shows which. */
const namesOfProperties: unknown = new Proxy({}, { get: (_target, property) => String(property) });

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'type' in value && 'topic' in value && 'keyOf' in value;
}
