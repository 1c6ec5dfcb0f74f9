import { visitUses } from '@galleria/kit/graphql/used-coordinates';
import { Kind, print, visit, type DefinitionNode, type GraphQLSchema } from 'graphql';
import { definitionsOf, type AcceptedOperation } from '../engine/operation/accept.ts';

/** What clients ask for in a time, as a file tells it; docs/guides/contracts.md describes it. */
export interface CountedUsage {
  readonly from: string;
  readonly to: string;
  /** Everything that was asked for, by coordinate: what is not in it, nobody asked for. */
  readonly coordinates: Readonly<Record<string, Counted>>;
  readonly operations: readonly CountedOperation[];
  /** Requests whose operation, or client, is one too many to be told apart. */
  readonly others: number;
}

interface Counted {
  readonly count: number;
  /** The day. */
  readonly lastSeen: string;
}

interface CountedOperation extends Counted {
  readonly hash: string;
  readonly name: string;
  readonly client?: string;
  readonly document: string;
}

type Admitted = AcceptedOperation & { readonly schema: GraphQLSchema };

export interface OperationUsage {
  count(operation: Admitted, client: string | undefined): void;
  /** What was counted since the last time that it was cleared. */
  read(): CountedUsage;
  clear(): void;
}

export interface UsageBounds {
  /** Pairs of an operation and a client that are told apart. */
  readonly entries: number;
  /** What the documents of the operations may have together. */
  readonly characters: number;
}

interface Tally {
  count: number;
  lastSeen: number;
}

interface Asked extends Tally {
  readonly coordinates: ReadonlySet<string>;
  readonly clients: Map<string | undefined, Tally>;
  /** Where it is told apart from others. */
  readonly told: { readonly hash: string; readonly name: string; readonly document: string } | undefined;
}

const BOUNDS: UsageBounds = { entries: 5_000, characters: 5_000_000 };

/**
 * Counts who asks for what. What an operation uses is found out when it comes for the first time; from then on a
 * request costs two additions. However many operations and clients there are, what is kept has a bound, and the
 * coordinates are complete all the same: they are those of the schema.
 */
export function createOperationUsage(now: () => number, bounds: UsageBounds = BOUNDS): OperationUsage {
  const known = new Map<string, Asked>();
  /** Found without a look at its text; one that is parsed again is another object with the same hash. */
  let byNode = new WeakMap<object, Asked>();
  /** Of operations that are not told apart and may be forgotten: what they used. */
  let untold = new Map<string, Tally>();
  let [from, others, entries, characters] = [now(), 0, 0, 0];

  const meet = (operation: Admitted): Asked => {
    const id = `${operation.hash} ${operation.operation.name?.value ?? ''}`;
    const asked = known.get(id) ?? open(operation);
    if (asked.told !== undefined) known.set(id, asked);
    byNode.set(operation.operation, asked);
    return asked;
  };
  const open = (operation: Admitted): Asked => {
    const definitions = definitionsOf(operation);
    const coordinates = new Set<string>();
    visitUses(operation.schema, { kind: Kind.DOCUMENT, definitions }, (coordinate) => coordinates.add(coordinate));
    const document = definitions.map((definition) => print(withoutTexts(definition))).join('\n\n');
    const isOver = entries >= bounds.entries || characters + document.length > bounds.characters;
    if (!isOver) characters += document.length;
    const told = { hash: operation.hash, name: operation.operation.name?.value ?? 'anonymous', document };
    return { count: 0, lastSeen: 0, coordinates, clients: new Map(), told: isOver ? undefined : told };
  };
  const countClient = ({ told, clients }: Asked, client: string | undefined, time: number): void => {
    const tally = clients.get(client);
    if (tally !== undefined) return add(tally, 1, time);
    if (told === undefined || entries >= bounds.entries) return void (others += 1);
    entries += 1;
    clients.set(client, { count: 1, lastSeen: time });
  };

  return {
    count: (operation, client) => {
      const time = now();
      const asked = byNode.get(operation.operation) ?? meet(operation);
      add(asked, 1, time);
      countClient(asked, client, time);
      if (asked.told === undefined) for (const coordinate of asked.coordinates) addTo(untold, coordinate, 1, time);
    },
    read: () => {
      const coordinates = new Map([...untold].map(([coordinate, tally]) => [coordinate, { ...tally }]));
      for (const asked of known.values()) {
        for (const coordinate of asked.coordinates) addTo(coordinates, coordinate, asked.count, asked.lastSeen);
      }
      return {
        from: new Date(from).toISOString(),
        to: new Date(now()).toISOString(),
        coordinates: Object.fromEntries([...coordinates].toSorted(byName).map(([name, tally]) => [name, shown(tally)])),
        operations: [...known.values()].flatMap(operationsOf),
        others,
      };
    },
    clear: () => {
      known.clear();
      byNode = new WeakMap();
      untold = new Map();
      [from, others, entries, characters] = [now(), 0, 0, 0];
    },
  };
}

function operationsOf({ told, clients }: Asked): CountedOperation[] {
  if (told === undefined) return [];
  return [...clients].map(([client, tally]) => {
    return { ...told, ...(client === undefined ? {} : { client }), ...shown(tally) };
  });
}

/** A text in a document may be anybody's name or address, and tells nothing of what is used. */
function withoutTexts(definition: DefinitionNode): DefinitionNode {
  return visit(definition, { StringValue: (node) => ({ ...node, value: '', block: false }) });
}

function add(tally: Tally, count: number, time: number): void {
  tally.count += count;
  tally.lastSeen = Math.max(tally.lastSeen, time);
}

function addTo(tallies: Map<string, Tally>, name: string, count: number, time: number): void {
  const tally = tallies.get(name) ?? { count: 0, lastSeen: 0 };
  add(tally, count, time);
  tallies.set(name, tally);
}

function shown({ count, lastSeen }: Tally): Counted {
  return { count, lastSeen: new Date(lastSeen).toISOString().slice(0, 10) };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
