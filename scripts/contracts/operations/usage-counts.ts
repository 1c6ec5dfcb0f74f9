import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { usesOf, type Uses } from './field-uses.ts';
import type { Usage } from './usage.ts';

export interface Count {
  readonly count: number;
  /** The operations that ask for it, where they were counted; the one that asks most often first. */
  readonly by: readonly Asker[];
  /** When somebody asked last, where that is known. */
  readonly lastSeen: string | undefined;
}

export interface Asker {
  /** `ProductPage of app 1.4` */
  readonly name: string;
  readonly count: number;
}

/** What was counted in several files, together. */
export interface Counts {
  readonly from: string;
  readonly to: string;
  /** How often something of the schema was asked for; undefined where the counts do not tell. */
  of(coordinate: string): Count | undefined;
}

type Operation = NonNullable<Usage['operations']>[number];

/** Counts of a schema, in files of which each tells of other requests. */
export function addUp(usages: readonly Usage[], schema: GraphQLSchema): Counts | undefined {
  if (usages.length === 0) return undefined;
  const known = new Map<Operation, Uses>();
  const usesOfOperation = (operation: Operation) => {
    const uses = known.get(operation) ?? usesOf(schema, operation.document);
    known.set(operation, uses);
    return uses;
  };
  return {
    from: usages.map(({ from }) => from).toSorted()[0] ?? '',
    to:
      usages
        .map(({ to }) => to)
        .toSorted()
        .at(-1) ?? '',
    of: (coordinate) => {
      const counts = usages.map((usage) => countIn(usage, schema, coordinate, usesOfOperation));
      const told = counts.filter((count) => count !== undefined);
      const sum = told.reduce((total, { count }) => total + count, 0);
      // A file that cannot tell may hold what the others do not.
      if (told.length < counts.length && sum === 0) return undefined;
      const lastSeen = told.flatMap((one) => one.lastSeen ?? []).toSorted();
      return { count: sum, by: together(told.flatMap(({ by }) => by)), lastSeen: lastSeen.at(-1) };
    },
  };
}

function countIn(
  usage: Usage,
  schema: GraphQLSchema,
  coordinate: string,
  uses: (operation: Operation) => Uses,
): Count | undefined {
  const askers = usage.operations?.filter((operation) => operation.count > 0 && uses(operation).has(coordinate));
  const listed = usage.coordinates?.[coordinate];
  const counted = usage.coordinates === undefined ? fieldCount(usage, schema, coordinate) : (listed?.count ?? 0);
  if (askers === undefined && counted === undefined) return undefined;
  const by = (askers ?? []).map(({ name, client, count }) => {
    return { name: client === undefined ? name : `${name} of ${client}`, count };
  });
  const sum = by.reduce((total, { count }) => total + count, 0);
  return { count: Math.max(sum, counted ?? 0), by, lastSeen: listed?.lastSeen };
}

/** A field's own count, or that of a type's fields. An argument is not counted by itself, nor is a value. */
function fieldCount({ fields }: Usage, schema: GraphQLSchema, coordinate: string): number | undefined {
  if (fields === undefined) return undefined;
  const [name = '', field, argument] = coordinate.split('.');
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const names = field === undefined ? Object.keys(type.getFields()) : [field];
  const sum = names.reduce((total, each) => total + (fields[`${name}.${each}`] ?? 0), 0);
  return argument === undefined || sum === 0 ? sum : undefined;
}

/** One that several files tell of is one. */
function together(askers: readonly Asker[]): Asker[] {
  const sums = new Map<string, number>();
  for (const { name, count } of askers) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums]
    .map(([name, count]) => ({ name, count }))
    .toSorted((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}
