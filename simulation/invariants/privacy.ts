import { subjectOf, withoutPerson } from '../../subgraphs/operations/src/domain/payload.ts';
import type { Person } from '../people/person.ts';
import type { Tables } from '../ports/memory-database.ts';
import type { Buried } from '../watch.ts';
import type { World } from '../world/world.ts';

/** Sees to it that who was erased stays forgotten. */
export interface Privacy {
  /** From the commit on in which a service forgets somebody, nothing in its tables tells who it was. */
  committed(service: string, tables: Tables, hasForgotten: (userId: string) => boolean): void;
  /** What is left of them in the end. */
  traces(tablesOf: readonly (readonly [string, Tables])[], buried: readonly Buried[]): string[];
}

export function createPrivacy(
  world: World,
  persons: readonly Person[],
  isErased: (userId: string) => boolean,
): Privacy {
  /** By service, whom it has forgotten, and rows that were looked at since the last of them. */
  const forgotten = new Map<string, Set<Person>>();
  let clean = new WeakSet();

  const tracesIn = (service: string, tables: Tables, whom: readonly Person[]): string[] =>
    Object.entries(tables).flatMap(([name, table]) => {
      const found: string[] = [];
      for (const row of table.values()) {
        if (typeof row === 'object' && row !== null && clean.has(row)) continue;
        const text = JSON.stringify(row);
        const whose = whom.filter(({ mark }) => text.includes(mark));
        if (whose.length > 0) found.push(`${service}.${name} tells who ${whose[0]?.id} was: ${text}`);
        else if (typeof row === 'object' && row !== null) clean.add(row);
      }
      return found;
    });

  return {
    committed: (service, tables, hasForgotten) => {
      const known = forgotten.get(service) ?? new Set();
      forgotten.set(service, known);
      for (const person of persons) {
        if (known.has(person) || !isErased(person.id) || !hasForgotten(person.id)) continue;
        known.add(person);
        clean = new WeakSet();
      }
      if (known.size === 0) return;
      const [trace] = tracesIn(service, tables, [...known]);
      if (trace !== undefined) world.fail(trace);
    },
    traces: (tablesOf, buried) => {
      const erased = persons.filter(({ id }) => isErased(id));
      clean = new WeakSet();
      return [
        ...tablesOf.flatMap(([service, tables]) => tracesIn(service, tables, erased)),
        ...erased.flatMap((person) => buried.flatMap((letter) => keptOf(person, letter))),
      ];
    },
  };
}

/** What operations would keep of a letter that tells who somebody was. */
function keptOf({ id, mark }: Person, { service, key, type, payload }: Buried): string[] {
  if (!payload.includes(mark)) return [];
  // Read of the payload, or its key: that is how operations finds what to forget.
  const isFound = subjectOf(payload).userId === id || key === id;
  const kept = isFound ? withoutPerson(payload, type) : payload;
  return kept?.includes(mark) === true ? [`a dead letter of ${service} tells who ${id} was: ${kept}`] : [];
}
