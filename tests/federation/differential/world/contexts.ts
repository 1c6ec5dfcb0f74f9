import {
  Kind,
  parse,
  type DirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** An argument that takes what stands around the object of its field (`@fromContext`). */
export interface ContextArgument {
  readonly name: string;
  /** The types that set the context. */
  readonly types: readonly string[];
  /** From an object of such a type. */
  readonly selection: SelectionSetNode;
}

/** Arguments from contexts, by `Type.field`. */
export type ContextArguments = ReadonlyMap<string, readonly ContextArgument[]>;

/** What the subgraphs say; a context is that of one subgraph. */
export function readContextArguments(sdls: readonly string[]): ContextArguments {
  const found = new Map<string, ContextArgument[]>();
  for (const sdl of sdls) {
    const { definitions } = parse(sdl, { noLocation: true });
    const setting = new Map<string, string[]>();
    for (const { type, name } of definitions.flatMap(contextsOf))
      setting.set(name, [...(setting.get(name) ?? []), type]);
    for (const definition of definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const field of definition.fields ?? []) {
        const given = argumentsOf(field, setting);
        if (given.length > 0) found.set(`${definition.name.value}.${field.name.value}`, given);
      }
    }
  }
  return found;
}

function contextsOf(definition: DefinitionNode): { readonly type: string; readonly name: string }[] {
  if (!('name' in definition) || definition.name === undefined) return [];
  const type = definition.name.value;
  return (definition.directives ?? [])
    .filter((directive) => directive.name.value === 'context')
    .flatMap((directive) => textOf(directive, 'name').map((name) => ({ type, name })));
}

function argumentsOf(field: FieldDefinitionNode, setting: ReadonlyMap<string, readonly string[]>): ContextArgument[] {
  return (field.arguments ?? []).flatMap(({ name, directives }) =>
    (directives ?? [])
      .filter((directive) => directive.name.value === 'fromContext')
      .flatMap((directive) => textOf(directive, 'field'))
      .flatMap((text) => {
        const [, context = '', selection = ''] = /^\s*\$(\w+)\s*([^]*)$/.exec(text) ?? [];
        const set = selectionSetOf(selection.startsWith('{') ? selection : `{ ${selection} }`);
        return set === undefined ? [] : [{ name: name.value, types: setting.get(context) ?? [], selection: set }];
      }),
  );
}

function selectionSetOf(text: string): SelectionSetNode | undefined {
  const [definition] = parse(text, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

function textOf(directive: DirectiveNode, argument: string): string[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? [value.value] : [];
}
