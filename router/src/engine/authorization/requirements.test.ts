import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readFeatures } from '../graph/supergraph-features.ts';
import { readRequirements, type Requirement } from './requirements.ts';

const SUPERGRAPH = parse(`
  schema
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }], for: SECURITY)
    @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) { query: Query }
  type Query { being: Being  cat: [Cat!]!  authenticated: Int @authenticated }
  interface Being { id: ID  weight: Int }
  interface Animal implements Being { id: ID  weight: Int }
  type Cat implements Being & Animal @signedIn { id: ID  weight: Int }
  type Member implements Being { id: ID  weight: Int @needs(scopes: [["a", "b"], ["c"]])  badge: Badge @policy(policies: "one") }
  enum Badge @signedIn { GOLD }
  directive @authenticated on FIELD_DEFINITION`);

describe('what is required of a supergraph', () => {
  const requirements = readRequirements(SUPERGRAPH, readFeatures(SUPERGRAPH));
  const of = (type: string, field: string) => requirements.ofField(type, field).map(shown);

  it('is what field, its type and the type around it say, by whatever names', () => {
    expect(of('Query', 'cat')).toEqual(['authenticated']);
    expect(of('Cat', 'id')).toEqual(['authenticated']);
    expect(of('Member', 'id')).toEqual([]);
    expect(of('Member', 'weight')).toEqual(['scopes [["a","b"],["c"]]']);
    expect(of('Member', 'badge')).toEqual(['policies [["one"]]', 'authenticated']);
    expect(of('Query', 'authenticated')).toEqual([]);
  });

  it('is on an interface what any of its object types says, also where composition has not written it there', () => {
    expect(of('Query', 'being')).toEqual(['authenticated']);
    expect(of('Being', 'id')).toEqual(['authenticated']);
    expect(of('Being', 'weight')).toEqual(['authenticated', 'scopes [["a","b"],["c"]]']);
    expect(of('Animal', 'weight')).toEqual(['authenticated']);
  });

  it('is one thing where the same is said twice', () => {
    const [first] = requirements.ofField('Cat', 'id');
    expect(requirements.ofField('Member', 'badge')).toContain(first);
  });
});

function shown(requirement: Requirement): string {
  return requirement.kind === 'authenticated'
    ? requirement.kind
    : `${requirement.kind} ${JSON.stringify(requirement.anyOf)}`;
}
