/** What usually resolves a composition error, by Apollo Federation's error code. */
export function hintFor(code: string): string | undefined {
  return HINTS[code];
}

const HINTS: Readonly<Record<string, string | undefined>> = {
  INVALID_FIELD_SHARING: 'Let one subgraph own the field, or mark it @shareable in every subgraph that resolves it.',
  INVALID_GRAPHQL:
    'The schema is not valid on its own: check the spelling of types, and that every directive is imported in @link.',
  SATISFIABILITY_ERROR:
    'Give the entity one @key that both subgraphs can resolve, so that the router can travel from the one to the other.',
  FIELD_TYPE_MISMATCH: 'Give the field the same type in every subgraph.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument the same type in every subgraph.',
  TYPE_KIND_MISMATCH: 'A name is one kind of type (object, enum, scalar …) in all subgraphs: rename one of them.',
  ENUM_VALUE_MISMATCH: 'An enum that is both input and output needs the same values in every subgraph.',
  KEY_INVALID_FIELDS: 'A @key names fields that this subgraph itself declares.',
  KEY_FIELDS_SELECT_INVALID_TYPE: 'A @key may not name lists, interfaces or unions.',
  REQUIRES_INVALID_FIELDS: 'Declare the fields that @requires names in this subgraph, marked @external.',
  REQUIRES_FIELDS_MISSING_EXTERNAL: 'Mark the fields that @requires names @external in this subgraph.',
  PROVIDES_INVALID_FIELDS: 'Declare the fields that @provides names in this subgraph, marked @external.',
  PROVIDES_FIELDS_MISSING_EXTERNAL: 'Mark the fields that @provides names @external in this subgraph.',
  EXTERNAL_UNUSED: 'Remove the @external field, or use it in a @key, @requires or @provides of this subgraph.',
  EXTERNAL_MISSING_ON_BASE: 'Some subgraph must resolve the field without @external.',
  EXTERNAL_TYPE_MISMATCH: 'Give the @external field the type that its owner declares.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'Make the argument optional, or declare it in every subgraph.',
  INTERFACE_FIELD_NO_IMPLEM: 'Every type that implements the interface, in any subgraph, needs this field.',
  NO_QUERIES: 'At least one subgraph must declare a field on Query.',
  EMPTY_MERGED_INPUT_TYPE: 'The subgraphs declare no common field for this input type.',
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link a version that the installed @apollo/composition knows, such as v2.9.',
  LINK_IMPORT_NAME_MISMATCH: 'Import the directive under one name in every subgraph.',
  FROM_SUBGRAPH_DOES_NOT_EXIST:
    'Name the subgraph as supergraph.yaml does, or remove @override: there is nothing to take over.',
  INVALID_LINK_IDENTIFIER: 'Check the URL of @link: https://specs.apollo.dev/federation/v2.x.',
  INVALID_LINK_DIRECTIVE_USAGE: 'Check the imports of @link: each name starts with @ for a directive.',
  DIRECTIVE_DEFINITION_INVALID: 'Remove the definition: directives of Federation come from @link.',
};
