import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { plugin } from './possible-types-plugin.ts';

const schema = buildSchema(`
  type Query { me: Answer, away: Other, node: Node }
  interface Problem { code: String! }
  interface Node { id: ID! }
  type Person implements Node { id: ID! }
  type Refused implements Problem { code: String! }
  type Away implements Problem { code: String! }
  union Answer = Person | Refused
  union Other = Person | Away
`);

function possibleTypes(...documents: string[]): unknown {
  const text = plugin(
    schema,
    documents.map((document) => ({ document: parse(document) })),
  );
  return JSON.parse(text.replace(/^.* = /, '').replace(/;\s*$/, ''));
}

describe('the possible types plugin', () => {
  it('tells what an interface stands for that a fragment is on, in whichever document', () => {
    const types = possibleTypes(
      '{ me { ... on Person { id } ... on Problem { code } } }',
      'fragment Any on Answer { __typename }',
    );
    expect(types).toEqual({ Answer: ['Person', 'Refused'], Problem: ['Refused'] });
  });

  it('tells of all places together, and everything where any type may come', () => {
    expect(possibleTypes('{ me { ... on Problem { code } } }', '{ away { ... on Problem { code } } }')).toEqual({
      Problem: ['Away', 'Refused'],
    });
    expect(possibleTypes('fragment Any on Problem { code }')).toEqual({ Problem: ['Away', 'Refused'] });
  });

  it('leaves out what no fragment is on', () => {
    expect(possibleTypes('{ node { id } }')).toEqual({});
  });
});
