import {
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** Something that the house does otherwise. */
export interface Fault {
  readonly node: ASTNode;
  readonly message: string;
}

/** A rule of Galleria's that graphql-eslint does not have. */
export type HouseRule = (document: DocumentNode) => readonly Fault[];

/**
 * Mutations that give something else than a union of how they can end. `signOut` ends in one way only, whoever asks:
 * afterwards there is no session.
 */
const OTHER_MUTATIONS = ['signOut'];

/** Ids that envelopes of messages carry, whoever made them: text for people, by which nothing of the graph is found. */
const OTHER_IDS = ['messageId', 'correlationId'];

export const houseRules: Readonly<Record<string, HouseRule>> = {
  'mutation-results': mutationResults,
  'result-unions': resultUnions,
  ids,
  edges,
  lists,
  deprecation,
};

/** A mutation tells its expected ends by the members of a union that has its name. */
function mutationResults(document: DocumentNode): Fault[] {
  const unions = new Set(
    document.definitions.flatMap((node) => (node.kind === Kind.UNION_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  return objectTypes(document)
    .filter(({ name }) => name.value === 'Mutation')
    .flatMap(({ fields = [] }) => fields)
    .filter(({ name }) => !OTHER_MUTATIONS.includes(name.value))
    .flatMap(({ name, type }) => {
      const wanted = `${name.value.charAt(0).toUpperCase()}${name.value.slice(1)}Result`;
      if (written(type) === `${wanted}!` && unions.has(wanted)) return [];
      const message = `The mutation ${name.value} gives ${written(type)}, and not the union ${wanted}!.`;
      return [{ node: name, message }];
    });
}

/** What can go wrong as expected is a Problem, so that a client can show one that it does not know. */
function resultUnions(document: DocumentNode): Fault[] {
  const types = new Map(objectTypes(document).map((type) => [type.name.value, type]));
  return document.definitions.flatMap((union) => {
    if (union.kind !== Kind.UNION_TYPE_DEFINITION || !union.name.value.endsWith('Result')) return [];
    return (union.types ?? []).flatMap((member) => {
      const type = types.get(member.name.value);
      if (type === undefined || !isLikeProblem(type) || implementsProblem(type)) return [];
      const message = `${type.name.value}, a member of ${union.name.value}, has a code and does not implement Problem.`;
      return [{ node: type.name, message }];
    });
  });
}

function isLikeProblem({ fields = [] }: ObjectTypeDefinitionNode): boolean {
  return ['code', 'message'].every((name) => fields.some((field) => field.name.value === name));
}

function implementsProblem({ interfaces = [] }: ObjectTypeDefinitionNode): boolean {
  return interfaces.some(({ name }) => name.value === 'Problem');
}

/** An id is of the type ID, wherever it stands. */
function ids(document: DocumentNode): Fault[] {
  const faults: Fault[] = [];
  const look = ({ name, type }: FieldDefinitionNode | InputValueDefinitionNode) => {
    if (OTHER_IDS.includes(name.value)) return;
    const isOne = name.value === 'id' || /(?<!By)Id$/.test(name.value);
    const isMany = name.value === 'ids' || name.value.endsWith('Ids');
    const base = written(type).replace(/!$/, '');
    if ((isOne && base !== 'ID') || (isMany && base !== '[ID!]')) {
      faults.push({ node: name, message: `${name.value} is ${written(type)}, and not ${isMany ? '[ID!]' : 'ID'}.` });
    }
  };
  visit(document, {
    FieldDefinition: (node) => void look(node),
    InputValueDefinition: (node) => void look(node),
    ObjectTypeDefinition: ({ fields = [] }) => {
      const id = fields.find(({ name }) => name.value === 'id');
      if (id !== undefined && written(id.type) === 'ID')
        faults.push({ node: id.name, message: 'id may be null: it is ID!.' });
    },
  });
  return faults;
}

/** As a client that pages expects, and the nodes without their cursors for one that does not. */
function edges(document: DocumentNode): Fault[] {
  return objectTypes(document).flatMap((type) => {
    const has = (name: string, pattern: RegExp) =>
      type.fields?.some((field) => field.name.value === name && pattern.test(written(field.type))) === true;
    const name = type.name.value;
    const wrong = (wanted: string) => [{ node: type.name, message: `${name} has no ${wanted}.` }];
    if (name.endsWith('Edge')) {
      if (!has('cursor', /^String!$/)) return wrong('cursor: String!');
      return has('node', /^\w+!$/) ? [] : wrong(`node: ${name.replace(/Edge$/, '')}!`);
    }
    if (name === 'PageInfo') {
      const missing = PAGE_INFO.find(([field, pattern]) => !has(field, pattern));
      return missing === undefined ? [] : wrong(`${missing[0]} as it is everywhere`);
    }
    if (!name.endsWith('Connection')) return [];
    const of = name.replace(/Connection$/, '');
    if (!has('edges', /^\[\w+Edge!\]!$/)) return wrong(`edges: [${of}Edge!]!`);
    return has('nodes', /^\[\w+!\]!$/) ? [] : wrong(`nodes: [${of}!]!`);
  });
}

const PAGE_INFO = [
  ['hasNextPage', /^Boolean!$/],
  ['hasPreviousPage', /^Boolean!$/],
  ['startCursor', /^String$/],
  ['endCursor', /^String$/],
] as const;

/** A list has no holes: what is missing is left out. */
function lists(document: DocumentNode): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    ListType: (node) => {
      if (node.type.kind === Kind.NON_NULL_TYPE) return;
      faults.push({ node, message: `A list of ${written(node.type)} may hold null.` });
    },
  });
  return faults;
}

/** Who still asks for it has to know what for instead, and until when. */
function deprecation(document: DocumentNode): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== 'deprecated') return;
      const value = node.arguments?.find(({ name }) => name.value === 'reason')?.value;
      const reason = value?.kind === Kind.STRING ? value.value : '';
      if (/\w{3}.* .*\w{3}/s.test(reason) && /\b\d{4}-\d{2}-\d{2}\b/.test(reason)) return;
      faults.push({ node, message: 'This is deprecated without a reason that names what to use instead and a date.' });
    },
  });
  return faults;
}

function objectTypes({ definitions }: DocumentNode): ObjectTypeDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function written(type: TypeNode): string {
  switch (type.kind) {
    case Kind.NAMED_TYPE:
      return type.name.value;
    case Kind.LIST_TYPE:
      return `[${written(type.type)}]`;
    case Kind.NON_NULL_TYPE:
      return `${written(type.type)}!`;
  }
}
