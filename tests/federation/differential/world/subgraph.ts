import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, GraphQLError, Kind, parse, validate, type DocumentNode, type SelectionSetNode } from 'graphql';
import type { Data, Ref } from './data.ts';
import { readDeclarations } from './declarations.ts';
import type { Facts, Subgraph } from './facts.ts';
import { canonical } from './hash.ts';
import { attachResolvers, sourceOf } from './resolvers.ts';
import { UnusableSubgraphs } from './unusable-subgraphs.ts';

/** What a gateway sends to a subgraph, and what it gets back. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

export type Ask = (request: SubgraphRequest) => Promise<SubgraphResponse>;

export function readSubgraph(name: string, sdl: string): Subgraph {
  return { name, sdl, declarations: readDeclarations(sdl), schema: buildSubgraphSchema({ typeDefs: parse(sdl) }) };
}

/**
 * A real subgraph over the world's data, in process. Its answer is what comes out of JSON. What the planner may not ask
 * it (a field that is another's, one that requires what was not sent) gets a value that nobody else gives.
 */
export function startSubgraph(subgraph: Subgraph, facts: Facts, data: Data): Ask {
  attachResolvers(subgraph.schema, (type, field) => resolverOf(subgraph, facts, data, type, field));
  attachReferences(subgraph, facts, data);
  const documents = new Map<string, DocumentNode>();
  return async ({ query, variables, operationName }) => {
    const document = documents.get(query) ?? parseValid(subgraph, query);
    documents.set(query, document);
    const result = await execute({
      schema: subgraph.schema,
      document,
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    });
    return JSON.parse(JSON.stringify(result)) as SubgraphResponse;
  };
}

/** A gateway that writes an operation its subgraph does not know has a defect: no answer would excuse it. */
function parseValid(subgraph: Subgraph, query: string): DocumentNode {
  const document = parse(query);
  const [error] = validate(subgraph.schema, document);
  if (error !== undefined)
    throw new GraphQLError(`${subgraph.name} got an invalid operation: ${error.message}: ${query}`);
  return document;
}

function resolverOf(subgraph: Subgraph, facts: Facts, data: Data, type: string, field: string) {
  return (source: Ref | undefined, args: Readonly<Record<string, unknown>>): unknown => {
    const ref = sourceOf(source, type);
    const { owners, requires } = facts.field(ref.type, field);
    if (!facts.resolves(subgraph, type, field) && !isProvided(subgraph, field)) {
      throw new Error(`${subgraph.name} was asked for ${type}.${field}, which ${owners.join(' and ')} resolve`);
    }
    if (requires === null) return data.resolve(ref, field, args, '');
    const sent = ref.representation;
    return data.resolve(ref, field, args, sent === undefined ? 'nothing was sent' : canonical(pick(sent, requires)));
  };
}

/** Whether a field of this name is promised by some `@provides` of the subgraph. */
function isProvided({ declarations }: Subgraph, field: string): boolean {
  const names = (selection: SelectionSetNode): boolean =>
    selection.selections.some((node) => {
      if (node.kind === Kind.FIELD && node.name.value === field) return true;
      return 'selectionSet' in node && node.selectionSet !== undefined && names(node.selectionSet);
    });
  return [...declarations.values()].some(({ fields }) =>
    [...fields.values()].some(({ provides }) => provides !== null && names(provides)),
  );
}

function attachReferences({ declarations, schema }: Subgraph, facts: Facts, data: Data): void {
  for (const [name, { keys }] of declarations) {
    const type = schema.getType(name);
    if (keys.length === 0 || type === undefined) continue;
    const tables = keys.map((key) => tableOf(name, key, facts, data));
    const resolveReference = (representation: Readonly<Record<string, unknown>>) => {
      const found = tables.flatMap(({ key, byKey }) => {
        const picked = pick(representation, key);
        return isComplete(picked, key) ? [byKey.get(canonical(picked))] : [];
      });
      const [ref] = found;
      if (ref === undefined || found.some((other) => other?.id !== ref.id)) {
        throw new Error(`there is no ${name} ${canonical(representation)}`);
      }
      return { ...ref, representation };
    };
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
  }
}

/** The entities of a type by the text of one key; throws where two share it. */
function tableOf(typeName: string, key: SelectionSetNode, facts: Facts, data: Data) {
  const family = facts.family(typeName);
  const byKey = new Map<string, Ref>();
  for (const ref of data.entities(family)) {
    if (typeName !== family && ref.type !== typeName) continue;
    const text = canonical(data.project(ref, key));
    if (byKey.has(text)) throw new UnusableSubgraphs(`two of ${typeName} have the key ${text}`);
    byKey.set(text, ref);
  }
  return { key, byKey };
}

/** What of a representation a selection names. */
function pick(from: Readonly<Record<string, unknown>>, selection: SelectionSetNode): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) Object.assign(picked, pick(from, node.selectionSet));
    if (node.kind !== Kind.FIELD || node.name.value === '__typename') continue;
    const { value: name } = node.name;
    const inner = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(inner);
      const isObject = node.selectionSet !== undefined && typeof value === 'object' && value !== null;
      return isObject ? pick(value as Record<string, unknown>, node.selectionSet) : value;
    };
    if (Object.hasOwn(from, name)) picked[name] = inner(from[name]);
  }
  return picked;
}

function isComplete(picked: Readonly<Record<string, unknown>>, selection: SelectionSetNode): boolean {
  return selection.selections.every((node) => {
    if (node.kind !== Kind.FIELD) return true;
    const value = picked[node.name.value];
    if (value === undefined) return false;
    if (node.selectionSet === undefined || typeof value !== 'object' || value === null) return true;
    return isComplete(value as Record<string, unknown>, node.selectionSet);
  });
}
