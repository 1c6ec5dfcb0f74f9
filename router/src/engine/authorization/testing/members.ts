import type { LocalSubgraph } from '../../testing/local-graph.ts';
import type { Authorize, Rights } from '../rights.ts';

const MEMBERS = [
  { id: '1', name: 'Ada', salary: 7, badge: 'GOLD' },
  { id: '2', name: 'Bob', salary: 5, badge: 'RED' },
];

/** The fields of mutations that were executed. */
export const changes: string[] = [];

const people: LocalSubgraph = {
  sdl: `
    type Query {
      open: String  me: Member  member: Member!  members: [Member!]!  secret: Secret  treasure: Secret!
      beings: [Being!]!  finds: [Find!]!  report: String @requiresScopes(scopes: [["reports", "read"], ["admin"]])
      badges: [Badge!]
    }
    type Mutation { rename: Member  hush: Secret  note: String @authenticated  set: String }
    type Member implements Being @key(fields: "id") {
      id: ID!
      name: String
      salary: Int @requiresScopes(scopes: [["salaries"]])
      code: String! @authenticated
      badge: Badge
      boss: Member
      weight: Int @policy(policies: [["doctor", "consent"], ["self"]])
    }
    type Subscription { renamed: Member  whispers: Member @authenticated }
    interface Being { id: ID!  weight: Int }
    type Cat implements Being { id: ID!  weight: Int  owner: Member }
    type Secret @authenticated @requiresScopes(scopes: [["secrets"]]) { id: ID!  text: String @policy(policies: [["read"]]) }
    type Note { id: ID!  words: String }
    union Find = Secret | Note
    enum Badge @authenticated { GOLD RED }`,
  resolvers: {
    Query: {
      open: () => 'open',
      me: () => MEMBERS[0],
      member: () => MEMBERS[1],
      members: () => MEMBERS,
      secret: () => ({ id: 's', text: 'psst' }),
      treasure: () => ({ id: 't', text: 'gold' }),
      report: () => 'all well',
      badges: () => ['GOLD'],
      beings: () => [
        { __typename: 'Member', ...MEMBERS[0], weight: 60 },
        { __typename: 'Cat', id: 'c', weight: 4 },
      ],
      finds: () => [
        { __typename: 'Secret', id: 's', text: 'psst' },
        { __typename: 'Note', id: 'n', words: 'milk' },
      ],
    },
    Mutation: {
      rename: () => (changes.push('rename'), MEMBERS[0]),
      hush: () => (changes.push('hush'), { id: 's' }),
      note: () => (changes.push('note'), 'noted'),
      set: () => (changes.push('set'), 'set'),
    },
    Member: {
      __resolveReference: ({ id }: { id: string }) => MEMBERS.find((member) => member.id === id),
      code: ({ id }: { id: string }) => `code-${id}`,
      boss: () => MEMBERS[1],
      weight: () => 60,
    },
  },
};

const pay: LocalSubgraph = {
  sdl: `
    type Member @key(fields: "id") {
      id: ID!
      salary: Int @external
      bonus: Int @authenticated
      tax: Int @requires(fields: "salary") @requiresScopes(scopes: [["salaries"]])
      account: Account
    }
    type Account @requiresScopes(scopes: [["salaries"]]) { number: String }`,
  resolvers: {
    Member: {
      __resolveReference: (reference: object) => reference,
      bonus: ({ id }: { id: string }) => Number(id) * 100,
      tax: ({ salary }: { salary: number }) => salary * 2,
      account: () => ({ number: '007' }),
    },
  },
};

/** A club of which not everything is for everybody, and who pays in it. */
export const CLUB = { people, pay };

/** Whoever is not undefined is signed in. */
export interface Person {
  readonly scopes?: readonly string[];
  readonly policies?: readonly string[];
}

function rightsOf(person: Person | undefined): Rights {
  return {
    isAuthenticated: person !== undefined,
    scopes: new Set(person?.scopes),
    policies: new Set(person?.policies),
  };
}

/** What is found out about a person who changes, and which policies were asked for. */
export function authorizing(who: () => Person | undefined) {
  const asked: (readonly string[])[] = [];
  const authorize: Authorize<undefined> = async (policies) => {
    asked.push(policies);
    return rightsOf(who());
  };
  return { asked, authorize };
}
