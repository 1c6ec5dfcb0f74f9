/**
 * What graphql-eslint looks after, as the subgraphs' schemas are written. It has rules of the other taste, too: that
 * every type has an id, or that no field begins with its type's name. Those are not ours.
 */
export const rules = {
  'require-description': {
    types: true,
    FieldDefinition: true,
    InputValueDefinition: true,
    EnumValueDefinition: true,
    DirectiveDefinition: true,
    // The three that GraphQL itself knows.
    ignoredSelectors: ['[type=ObjectTypeDefinition][name.value=/^(Query|Mutation|Subscription)$/]'],
  },
  'naming-convention': {
    types: 'PascalCase',
    FieldDefinition: 'camelCase',
    InputValueDefinition: 'camelCase',
    DirectiveDefinition: 'camelCase',
    EnumValueDefinition: 'UPPER_CASE',
    'FieldDefinition[parent.name.value=Query]': { style: 'camelCase', forbiddenPrefixes: ['get', 'query', 'fetch'] },
    ObjectTypeDefinition: { style: 'PascalCase', forbiddenSuffixes: ['Type', 'Payload', 'Response'] },
    EnumTypeDefinition: { style: 'PascalCase', forbiddenSuffixes: ['Enum'] },
    InterfaceTypeDefinition: { style: 'PascalCase', forbiddenSuffixes: ['Interface'], forbiddenPrefixes: ['I_'] },
    UnionTypeDefinition: { style: 'PascalCase', forbiddenSuffixes: ['Union'] },
  },
  'relay-connection-types': undefined,
  'relay-arguments': { includeBoth: false },
  'unique-enum-value-names': undefined,
} as const;

/** What to do, by rule. */
export const HINTS: Readonly<Record<string, string | undefined>> = {
  'require-description': 'Write "…" above it: what it means to somebody who uses it.',
  'naming-convention': 'Types are PascalCase, fields and arguments camelCase, values of an enum UPPER_CASE.',
  'relay-connection-types': 'A page of Xs is an XConnection with edges and pageInfo.',
  'relay-arguments': 'What gives a connection takes first: Int and after: String.',
  'unique-enum-value-names': 'Values of an enum differ by more than case.',
  'mutation-results': 'Name the union after the mutation, with one member for each expected end.',
  'result-unions': 'Write `implements Problem` behind its name.',
  ids: 'Ids are opaque, so their type is ID, and a list of them [ID!].',
  edges: 'Connections and edges are written alike in every subgraph: copy one.',
  lists: 'Write [X!]: leave out of the list what there is not.',
  deprecation: 'Write @deprecated(reason: "Use … instead. It goes on 2027-06-30.").',
};
