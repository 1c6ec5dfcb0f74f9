import {
  Kind,
  visit,
  type ASTNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
} from 'graphql';
import { placeAt, type Place } from './problem.ts';

export interface ParsedSchema {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** Where nodes stand; two on one line are one place. */
export function placesOf(nodes: readonly ASTNode[]): Place[] {
  const places = nodes.flatMap(({ loc }) => (loc ? [placeAt(loc.source.name, loc.source.body, loc.start)] : []));
  return places.filter(
    (place, index) => places.findIndex((other) => other.file === place.file && other.line === place.line) === index,
  );
}

/**
 * Where to look for an error that composition gives without a place: at the fields and arguments that its message
 * names, at the `@link` that it quotes, or at the beginning of the schemas that it speaks of, in this order.
 */
export function placesFromMessage(message: string, schemas: readonly ParsedSchema[]): Place[] {
  const finders = [namedFields, quotedLinks, beginnings];
  for (const find of finders) {
    const places = placesOf(find(message, schemas));
    if (places.length > 0) return places;
  }
  return [];
}

/** `Type.field`, and `Type.field(argument:)`. */
function namedFields(message: string, schemas: readonly ParsedSchema[]): ASTNode[] {
  const named = [...message.matchAll(/\b([A-Z_a-z]\w*)\.([A-Z_a-z]\w*)(?:\(([A-Z_a-z]\w*):\))?/g)];
  const fields = schemas.flatMap(({ typeDefs }) => typeDefs.definitions.flatMap(fieldsOf));
  return named.flatMap(([, type, name, argument]) =>
    fields
      .filter((field) => field.type === type && field.node.name.value === name)
      .flatMap(({ node }) => {
        if (argument === undefined || node.kind !== Kind.FIELD_DEFINITION) return [node.name];
        return (node.arguments ?? []).filter((each) => each.name.value === argument).map((each) => each.name);
      }),
  );
}

interface NamedField {
  readonly type: string;
  readonly node: FieldDefinitionNode | InputValueDefinitionNode;
}

function fieldsOf(definition: DefinitionNode): NamedField[] {
  if (!('fields' in definition)) return [];
  const nodes: readonly NamedField['node'][] = definition.fields ?? [];
  return nodes.map((node) => ({ type: definition.name.value, node }));
}

function quotedLinks(message: string, schemas: readonly ParsedSchema[]): ASTNode[] {
  const url = /https?:\/\/[^\s")]+/.exec(message)?.[0];
  if (url === undefined) return [];
  return spokenOf(message, schemas).flatMap(({ typeDefs }) => {
    const links: DirectiveNode[] = [];
    visit(typeDefs, {
      Directive: (directive) => {
        const isMeant = directive.arguments?.some(({ value }) => value.kind === Kind.STRING && value.value === url);
        if (directive.name.value === 'link' && isMeant === true) links.push(directive);
      },
    });
    return links;
  });
}

function beginnings(message: string, schemas: readonly ParsedSchema[]): ASTNode[] {
  return spokenOf(message, schemas).flatMap(({ typeDefs }) => typeDefs.definitions.slice(0, 1));
}

/** The subgraphs that a message names in quotes or in front; all of them when it names none. */
function spokenOf(message: string, schemas: readonly ParsedSchema[]): readonly ParsedSchema[] {
  const named = schemas.filter(({ name }) => message.startsWith(`[${name}]`) || message.includes(`"${name}"`));
  return named.length > 0 ? named : schemas;
}
