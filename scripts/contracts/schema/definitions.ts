import { Kind, type ASTNode, type DefinitionNode } from 'graphql';
import type { ParsedSubgraph } from '../../compose/composition.ts';
import { placesOf } from '../../compose/error-places.ts';
import type { Place } from '../../compose/problem.ts';
import { ACCESS_DIRECTIVES } from './access.ts';
import { directivesOf } from './subgraph-view.ts';

interface Definition {
  readonly subgraph: string;
  readonly node: ASTNode;
}

/** Where the schemas of subgraphs say what, by coordinate. */
export interface Definitions {
  /** Where it is defined, in the subgraphs that are named or in all; nowhere is an empty list. */
  find(coordinate: string, subgraphs?: readonly string[]): Place[];
  /** The same, or where the nearest thing around it is that there still is. */
  findNearest(coordinate: string, subgraphs?: readonly string[]): Place[];
  /** The directives there that say who may ask for it. */
  guards(coordinate: string): Place[];
  /** The subgraphs that define it. */
  definers(coordinate: string): string[];
}

export function createDefinitions(subgraphs: readonly ParsedSubgraph[]): Definitions {
  const byCoordinate = new Map<string, Definition[]>();
  for (const { name, typeDefs } of subgraphs) {
    for (const [coordinate, node] of typeDefs.definitions.flatMap(coordinatesOf)) {
      byCoordinate.set(coordinate, [...(byCoordinate.get(coordinate) ?? []), { subgraph: name, node }]);
    }
  }
  const find: Definitions['find'] = (coordinate, among) => {
    const found = byCoordinate.get(coordinate) ?? [];
    return placesOf(
      found.filter(({ subgraph }) => among === undefined || among.includes(subgraph)).map(({ node }) => node),
    );
  };
  return {
    find,
    findNearest: (coordinate, among) => {
      for (const around of outwards(coordinate)) {
        const places = find(around, among);
        if (places.length > 0) return places;
      }
      const first = subgraphs.filter(({ name }) => among?.includes(name) === true);
      return placesOf(first.flatMap(({ typeDefs }) => typeDefs.definitions.slice(0, 1)));
    },
    guards: (coordinate) => find(`${coordinate}.@`),
    definers: (coordinate) => [...new Set(byCoordinate.get(coordinate)?.map(({ subgraph }) => subgraph))],
  };
}

/** `A.b.c`, `A.b`, `A`. */
function outwards(coordinate: string): string[] {
  const parts = coordinate.split('.');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('.'));
}

/** What a person looks at is the name: a definition begins with its description. */
function coordinatesOf(definition: DefinitionNode): (readonly [string, ASTNode])[] {
  if (!('name' in definition) || definition.name === undefined) return [];
  const name = definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${definition.name.value}` : definition.name.value;
  const members = [
    ...('fields' in definition ? (definition.fields ?? []) : []),
    ...('values' in definition ? (definition.values ?? []) : []),
  ].flatMap((member) => [
    [`${name}.${member.name.value}`, member.name] as const,
    ...guardsAt(`${name}.${member.name.value}`, member),
    ...('arguments' in member ? (member.arguments ?? []) : []).map(
      (argument) => [`${name}.${member.name.value}.${argument.name.value}`, argument.name] as const,
    ),
  ]);
  return [[name, definition.name], ...members, ...guardsAt(name, definition)];
}

function guardsAt(place: string, node: ASTNode): (readonly [string, ASTNode])[] {
  return ACCESS_DIRECTIVES.flatMap((guard) => directivesOf(node, guard)).map((directive) => [`${place}.@`, directive]);
}
