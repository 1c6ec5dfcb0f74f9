import type { GraphQLSchema } from 'graphql';
import type { Place } from '../../compose/problem.ts';
import { usesOf, type Use } from '../operations/field-uses.ts';
import type { Operations } from '../operations/operations.ts';
import { placesOfNodes } from '../operations/sources.ts';
import { addUp, type Count, type Counts } from '../operations/usage-counts.ts';
import type { Usage } from '../operations/usage.ts';
import type { SchemaChange } from './schema-change.ts';

/** A change, and who is known to rely on what it takes away. */
export interface JudgedChange extends SchemaChange {
  /** In words. */
  readonly reliance: readonly string[];
  /** The operations that rely on it. */
  readonly users: readonly Place[];
}

/** More than these, nobody reads. */
const MOST = 5;

/**
 * Says of each breaking change of the API which operations it breaks, and how often clients asked for it. One that
 * breaks no operation of ours, and that nobody asked for in the time that was counted, is dangerous and not breaking.
 */
export function judgeByUse(
  changes: readonly SchemaChange[],
  before: GraphQLSchema,
  groups: readonly Operations[],
  usages: readonly Usage[],
): JudgedChange[] {
  const uses = groups.filter(({ subgraph }) => subgraph === undefined).map(({ document }) => usesOf(before, document));
  const counts = addUp(usages, before);
  return changes.map((change) => {
    const coordinates = reliedOn(change);
    if (coordinates.length === 0) return { ...change, reliance: [], users: [] };
    const users = uses.flatMap((used) =>
      [...used].flatMap(([other, nodes]) => (coordinates.some((one) => isWithin(other, one)) ? nodes : [])),
    );
    const counted = counts === undefined ? undefined : mostOf(coordinates.map((one) => counts.of(one)));
    const isUnused = counted?.count === 0 && users.length === 0;
    return {
      ...change,
      level: isUnused ? 'dangerous' : change.level,
      reliance: [
        ...inWords(users),
        ...(counts === undefined || counted === undefined ? [] : [countInWords(counted, counts)]),
      ],
      users: placesOfNodes(users.map(({ node }) => node)).slice(0, MOST),
    };
  });
}

/** What clients used; for something that is new and has to be there, what it was added to. */
function reliedOn({ type, level, path, subgraph, affected }: SchemaChange): readonly string[] {
  if (level !== 'breaking' || subgraph !== undefined || path === '') return [];
  if (affected !== undefined) return affected;
  const coordinate = path.replace(/\.@.*/, '');
  return [type.endsWith('_ADDED') ? coordinate.slice(0, coordinate.lastIndexOf('.')) || coordinate : coordinate];
}

/** Of several things that are lost, the count of the one that was asked for most; one that is not known may be more. */
function mostOf(counts: readonly (Count | undefined)[]): Count | undefined {
  const told = counts.filter((count) => count !== undefined).toSorted((one, other) => other.count - one.count);
  return told.length < counts.length && told[0]?.count === 0 ? undefined : told[0];
}

function isWithin(coordinate: string, outer: string): boolean {
  return coordinate === outer || coordinate.startsWith(`${outer}.`);
}

function inWords(users: readonly Use[]): string[] {
  const names = [...new Set(users.map(({ by, node }) => `${by} (${shown(placesOfNodes([node])[0])})`))];
  if (names.length === 0) return [];
  const rest = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  return [`It is asked for by ${names.slice(0, MOST).join(', ')}${rest}.`];
}

function shown(place: Place | undefined): string {
  return place === undefined ? 'somewhere' : `${place.file}:${place.line}`;
}

function countInWords({ count, by, lastSeen }: Count, { from, to }: Counts): string {
  if (count === 0) return `Nobody asked for it from ${from} to ${to}.`;
  const names = by.slice(0, MOST).map((asker) => `${asker.name} (${asker.count.toLocaleString('en')})`);
  const rest = by.length > MOST ? ` and ${by.length - MOST} more` : '';
  const whose = names.length === 0 ? '' : `, by ${names.join(', ')}${rest}`;
  const last = lastSeen === undefined ? '' : ` The last time was on ${lastSeen}.`;
  return `Clients asked for it ${count.toLocaleString('en')} times from ${from} to ${to}${whose}.${last}`;
}
