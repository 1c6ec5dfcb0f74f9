import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** The operation or fragment of a document that something stands in. */
export type UsingDefinition = OperationDefinitionNode | FragmentDefinitionNode;

type Note = (coordinate: string, node: ASTNode) => void;

/**
 * Tells what a document uses of a schema, by coordinate: `Type.field`, `Type.field.argument`, `Input.field`,
 * `Enum.VALUE`, `Type`, `@directive`; the same one as often as it stands there. What may come or be sent counts: all
 * values of an enum that is asked for, and all that the type of a variable has. What the schema does not have is left
 * out.
 */
export function visitUses(
  schema: GraphQLSchema,
  document: DocumentNode,
  use: (coordinate: string, node: ASTNode, by: UsingDefinition) => void,
): void {
  let by: UsingDefinition | undefined;
  const note: Note = (coordinate, node) => {
    if (by !== undefined) use(coordinate, node, by);
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      OperationDefinition: (node) => void (by = node),
      FragmentDefinition: (node) => void (by = node),
      Field: (node) => {
        const parent = info.getParentType()?.name;
        if (parent !== undefined) note(`${parent}.${node.name.value}`, node);
        noteOutput(schema, getNamedType(info.getType()), node, note);
      },
      Argument: (node) => {
        const [parent, field] = [info.getParentType()?.name, info.getFieldDef()?.name];
        if (info.getArgument() && parent !== undefined && field !== undefined) {
          note(`${parent}.${field}.${node.name.value}`, node);
        }
      },
      ObjectField: (node) => {
        const parent = getNamedType(info.getParentInputType());
        if (parent) note(`${parent.name}.${node.name.value}`, node);
      },
      EnumValue: (node) => {
        const type = getNamedType(info.getInputType());
        if (type) note(`${type.name}.${node.value}`, node);
      },
      VariableDefinition: ({ type, variable }) => {
        noteInput(schema.getType(innermostName(type)), variable, note, new Set());
      },
      NamedType: (node) => note(node.name.value, node),
      Directive: (node) => note(`@${node.name.value}`, node),
    }),
  );
}

function innermostName(type: ASTNode): string {
  let inner = type;
  while (inner.kind === Kind.LIST_TYPE || inner.kind === Kind.NON_NULL_TYPE) inner = inner.type;
  return inner.kind === Kind.NAMED_TYPE ? inner.name.value : '';
}

/** Of an abstract type, any may come. */
function noteOutput(schema: GraphQLSchema, type: GraphQLNamedType | null | undefined, node: ASTNode, note: Note): void {
  if (!type) return;
  note(type.name, node);
  if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(({ name }) => note(name, node));
  noteEnum(type, node, note);
}

/** A variable may hold all that its type has. */
function noteInput(type: GraphQLNamedType | undefined, node: ASTNode, note: Note, seen: Set<string>): void {
  noteEnum(type, node, note);
  if (!isInputObjectType(type) || seen.has(type.name)) return;
  seen.add(type.name);
  note(type.name, node);
  for (const field of Object.values(type.getFields())) {
    note(`${type.name}.${field.name}`, node);
    noteInput(getNamedType(field.type), node, note, seen);
  }
}

/** Any of its values may come, or be sent. */
function noteEnum(type: GraphQLNamedType | null | undefined, node: ASTNode, note: Note): void {
  if (isEnumType(type)) type.getValues().forEach(({ name }) => note(`${type.name}.${name}`, node));
}
