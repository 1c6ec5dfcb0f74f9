import { createHash } from 'node:crypto';
import { createBoundedCache } from '../engine/operation/bounded-cache.ts';
import { readCacheControl } from './answer-caching.ts';
import { createEntityStore, type EntityStoreOptions, type KeptEntity } from './entity-store.ts';

/** What a service is asked about entities, all of the same kind. */
export interface EntityQuestion {
  readonly service: string;
  readonly query: string;
  readonly variables?: Variables | undefined;
  /** The variable that takes the representations, and the response key of what comes for each. */
  readonly variable: string;
  readonly responseKey: string;
}

type Variables = Readonly<Record<string, unknown>>;

interface Received {
  readonly response: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly message: string; readonly path?: unknown }[];
  };
  readonly cacheControl: string | undefined;
}

type Ask = (variables: Variables) => Promise<Received>;

export interface EntityCache {
  /**
   * The answer to a question: of entities that are kept, or that are asked for at the moment, what came for them; the
   * others are asked for by `ask`, and kept for as long as the answer may be, if it is for everybody.
   */
  answer(question: EntityQuestion, ask: Ask): Promise<Received>;
}

/** For what is known of a question: its key, and what the map takes. */
const BYTES_OF_QUESTION = 300;
/** For what is known of a few thousand questions. */
const BYTES_OF_QUESTIONS = 1_048_576;

/** Entities that services say to be for everybody, in memory (docs/guides/caching.md). */
export function createEntityCache(options: EntityStoreOptions): EntityCache {
  const { now } = options;
  const { fresh, keep } = createEntityStore(options);
  /** Whether the last answer to a question could be kept: nobody waits for what they would have to ask for then. */
  const worthWaiting = createBoundedCache<boolean>(BYTES_OF_QUESTIONS);
  /** By key: resolves when the call that brings it is over, however it ended. */
  const underWay = new Map<string, Promise<void>>();
  let calls = 0;
  return {
    answer: async (question, ask) => {
      const id = idOf(question);
      const all = representationsOf(question);
      if (worthWaiting.get(id) !== true) return bring(question, { id, representations: all }, ask);
      const keys = all.map((one) => keyOf(id, one));
      const found = keys.map(fresh);
      const missing = indexesOf(found, (entry) => entry === undefined);
      const others = missing.flatMap((index) => underWay.get(keys[index] ?? '') ?? []);
      const own = missing.filter((index) => !underWay.has(keys[index] ?? ''));
      const part = (indexes: readonly number[]) => ({ id, representations: indexes.map((index) => all[index]) });
      const brought = own.length === 0 ? undefined : told(keys, own, bring(question, part(own), ask));
      const [received] = await Promise.all([brought, ...new Set(others)]);
      for (const index of missing) if (!own.includes(index)) found[index] = fresh(keys[index] ?? '');
      // What others were told could not be kept, or they were told nothing.
      const left = indexesOf(found, (entry, index) => entry === undefined && !own.includes(index));
      const again = left.length === 0 ? undefined : await bring(question, part(left), ask);
      return assemble(question, found, [asPart(own, received), asPart(left, again)].flat(), now());
    },
  };

  /** Lets others wait for it. */
  async function told(keys: readonly string[], indexes: readonly number[], asking: Promise<Received>) {
    const over = asking.then(nothing, nothing);
    for (const index of indexes) underWay.set(keys[index] ?? '', over);
    try {
      return await asking;
    } finally {
      for (const index of indexes) underWay.delete(keys[index] ?? '');
    }
  }

  async function bring(
    { variables, variable, responseKey }: EntityQuestion,
    { id, representations }: { readonly id: string; readonly representations: readonly unknown[] },
    ask: Ask,
  ): Promise<Received> {
    const call = (calls += 1);
    const begunAt = now();
    const received = await ask({ ...variables, [variable]: representations });
    const { isPublic, seconds } = readCacheControl(received.cacheControl);
    const entities = entitiesOf(received, responseKey);
    const isWhole = (received.response.errors ?? []).length === 0 && entities?.length === representations.length;
    const mayBeKept = isPublic && seconds > 0 && isWhole;
    worthWaiting.set(id, mayBeKept, BYTES_OF_QUESTION);
    if (!mayBeKept || entities === undefined) return received;
    for (const [at, representation] of representations.entries()) {
      const entry = { text: JSON.stringify(entities[at]), until: begunAt + seconds * 1_000, call };
      keep(keyOf(id, representation), entry);
    }
    return received;
  }
}

/** By all that the answer about an entity depends on, beside what tells which one it is. */
function idOf({ service, query, variables = {}, variable }: EntityQuestion): string {
  return hashOf(JSON.stringify([service, query, { ...variables, [variable]: null }]));
}

function keyOf(id: string, representation: unknown): string {
  return hashOf(id + JSON.stringify(representation));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function representationsOf({ variables, variable }: EntityQuestion): readonly unknown[] {
  return (variables?.[variable] ?? []) as readonly unknown[];
}

/** What a call brought, and for which entities. */
interface Part {
  readonly indexes: readonly number[];
  readonly received: Received;
}

function asPart(indexes: readonly number[], received: Received | undefined | void): Part[] {
  return received === undefined ? [] : [{ indexes, received }];
}

/** One answer of what was kept and what has come, as if the service had been asked about all. */
function assemble(
  { responseKey }: EntityQuestion,
  found: readonly (KeptEntity | undefined)[],
  parts: readonly Part[],
  at: number,
): Received {
  const [first] = parts;
  if (first !== undefined && first.indexes.length === found.length) return first.received;
  const entities: unknown[] = found.map((entry) => (entry === undefined ? null : (JSON.parse(entry.text) as unknown)));
  const errors: { message: string; path?: unknown }[] = [];
  let seconds = Math.min(...found.flatMap((entry) => (entry === undefined ? [] : [(entry.until - at) / 1_000])));
  let isPublic = true;
  for (const { indexes, received } of parts) {
    const brought = entitiesOf(received, responseKey);
    // The engine says what is wrong with it.
    if (brought !== undefined && brought.length !== indexes.length) return received;
    for (const [position, index] of indexes.entries()) entities[index] = brought?.[position] ?? null;
    errors.push(...(received.response.errors ?? []).map((error) => ({ ...error, ...pathOf(error.path, indexes) })));
    const told = readCacheControl(received.cacheControl);
    seconds = Math.min(seconds, told.seconds);
    isPublic &&= told.isPublic;
  }
  const cacheControl = `${isPublic ? 'public' : 'private'}, max-age=${Math.max(0, Math.floor(seconds))}`;
  return { response: { data: { [responseKey]: entities }, ...(errors.length > 0 && { errors }) }, cacheControl };
}

/** An error speaks of entities as they were asked for. */
function pathOf(path: unknown, indexes: readonly number[]): { path?: unknown } {
  if (!Array.isArray(path) || typeof path[1] !== 'number') return {};
  const [key, position, ...below] = path as [unknown, number, ...unknown[]];
  return { path: [key, indexes[position] ?? position, ...below] };
}

function entitiesOf({ response }: Received, responseKey: string): readonly unknown[] | undefined {
  const entities = response.data?.[responseKey];
  return Array.isArray(entities) ? (entities as readonly unknown[]) : undefined;
}

function indexesOf<Entry>(entries: readonly Entry[], holds: (entry: Entry, index: number) => boolean): number[] {
  return entries.flatMap((entry, index) => (holds(entry, index) ? [index] : []));
}

const nothing = (): void => undefined;
