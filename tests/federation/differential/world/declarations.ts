import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What one subgraph says about a field. */
export interface FieldDeclaration {
  readonly external: boolean;
  readonly requires: SelectionSetNode | null;
  readonly provides: SelectionSetNode | null;
  /** The subgraph that it takes the field from. */
  readonly overrides: string | null;
}

/** What one subgraph says about an object or interface type. */
export interface TypeDeclaration {
  readonly keys: readonly SelectionSetNode[];
  readonly isInterfaceObject: boolean;
  readonly fields: ReadonlyMap<string, FieldDeclaration>;
}

interface MutableType {
  keys: SelectionSetNode[];
  isInterfaceObject: boolean;
  fields: Map<string, FieldDeclaration>;
}

/** Reads the federation directives of one subgraph's schema, by the name of each type. */
export function readDeclarations(sdl: string): ReadonlyMap<string, TypeDeclaration> {
  const types = new Map<string, MutableType>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (!hasFields(definition)) continue;
    const name = definition.name.value;
    const type: MutableType = types.get(name) ?? { keys: [], isInterfaceObject: false, fields: new Map() };
    types.set(name, type);
    const directives = definition.directives ?? [];
    type.isInterfaceObject ||= directives.some(({ name: { value } }) => value === 'interfaceObject');
    for (const directive of directives) {
      const key = selectionOf('key', [directive]);
      if (key !== null) type.keys.push(key);
    }
    for (const field of definition.fields ?? []) type.fields.set(field.name.value, readField(field, directives));
  }
  return types;
}

function hasFields(definition: DefinitionNode) {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.OBJECT_TYPE_EXTENSION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_EXTENSION
  );
}

function readField(field: FieldDefinitionNode, ofType: readonly ConstDirectiveNode[]): FieldDeclaration {
  const own = field.directives ?? [];
  return {
    external: [...own, ...ofType].some(({ name }) => name.value === 'external'),
    requires: selectionOf('requires', own),
    provides: selectionOf('provides', own),
    overrides: textOf('override', 'from', own),
  };
}

function selectionOf(directive: string, directives: readonly ConstDirectiveNode[]): SelectionSetNode | null {
  const text = textOf(directive, 'fields', directives);
  if (text === null) return null;
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : null;
}

function textOf(directive: string, argument: string, directives: readonly ConstDirectiveNode[]): string | null {
  const found = directives.find(({ name }) => name.value === directive);
  const value = found?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
