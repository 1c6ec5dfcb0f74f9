import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCompose } from './compose.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n';
const USERS = `${LINK}type Query { me: User }\ntype User @key(fields: "id") { id: ID! name: String }\n`;
const REVIEWS = `${LINK}type Query { reviews: [Review!]! }\ntype Review { text: String! author: User }\ntype User @key(fields: "id", resolvable: false) { id: ID! }\n`;

let folder: string;
let output: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compose-'));
  output = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('composing', () => {
  it('writes a supergraph that holds the types and routing URLs of all subgraphs', () => {
    given({ users: USERS, reviews: REVIEWS });
    expect(run()).toBe(0);
    const sdl = supergraph();
    expect(sdl).toContain('"http://localhost:4001/graphql"');
    expect(buildSchema(sdl, { assumeValid: true }).getType('Review')).toBeDefined();
    expect(said()).toContain('composed 2 subgraphs');
  });

  it('gives the same text every time', () => {
    given({ users: USERS, reviews: REVIEWS });
    run();
    const first = supergraph();
    run();
    expect(supergraph()).toBe(first);
  });

  it('warns of descriptions that differ between subgraphs, and composes all the same', () => {
    given({ users: `${USERS}"one" scalar Url`, reviews: `${REVIEWS}"two" scalar Url` });
    expect(run()).toBe(0);
    expect(said()).toContain('INCONSISTENT_DESCRIPTION (users, reviews)');
  });
});

describe('the check', () => {
  it('passes on a fresh file', () => {
    given({ users: USERS });
    run();
    expect(run({ check: true })).toBe(0);
  });

  it('fails when the file is stale, and leaves it as it is', () => {
    given({ users: USERS });
    run();
    const before = supergraph();
    given({ users: USERS.replace('name: String', 'name: String!') });
    expect(run({ check: true })).toBe(1);
    expect(said()).toContain('is stale');
    expect(supergraph()).toBe(before);
  });

  it('fails when there is no file yet', () => {
    given({ users: USERS });
    expect(run({ check: true })).toBe(1);
  });
});

describe('a supergraph that does not compose', () => {
  it('is shown with its code, the subgraphs, each place with its line and a caret, and a hint', () => {
    given({
      users: USERS,
      reviews: REVIEWS.replace(', resolvable: false) { id: ID! }', ') { id: ID!\n  name: String }'),
    });
    expect(run()).toBe(1);
    expect(said()).toContain('INVALID_FIELD_SHARING (users, reviews)');
    expect(said()).toContain(`reviews.graphql:5:3\n    5 |   name: String }\n      |   ^`);
    expect(said()).toMatch(/hint: .*@shareable/);
  });

  it('shows a misspelled type at its place', () => {
    given({ users: USERS.replace('name: String', 'name: Strin') });
    expect(run()).toBe(1);
    expect(said()).toContain('INVALID_GRAPHQL (users)\n  Unknown type Strin');
    expect(said()).toContain('users.graphql:3:46');
  });

  it('shows a syntax error at its place', () => {
    given({ users: 'type Query {', reviews: 'type {' });
    expect(run()).toBe(1);
    expect(said()).toContain('users.graphql:1:13');
    expect(said()).toContain('reviews.graphql:1:6');
  });

  it('shows where a field is defined that no query plan can reach', () => {
    const sold = `${LINK}type Query { sold: User }\ntype User @key(fields: "email") { email: ID!\n  orders: Int }`;
    given({ users: USERS, sales: sold });
    expect(run()).toBe(1);
    expect(said()).toContain('SATISFIABILITY_ERROR');
    expect(said()).toContain('sales.graphql:4:3');
  });

  it('does not touch the file', () => {
    given({ users: USERS });
    run();
    const before = supergraph();
    given({ users: 'type Query {' });
    run();
    expect(supergraph()).toBe(before);
  });
});

describe('a wrong supergraph.yaml', () => {
  it.each([
    ['a duplicate subgraph', 'subgraphs:\n  users: {}\n  users: {}\n', 'INVALID_YAML', 'supergraph.yaml:3:3'],
    ['a syntax error', 'subgraphs: [\n', 'INVALID_YAML', 'supergraph.yaml:'],
    ['an unknown key', `${yaml({ users: USERS })}subgraf: 1\n`, 'Unknown key subgraf', 'supergraph.yaml:'],
    ['a URL that is none', yaml({ users: '' }).replace(/http\S+/, 'nowhere'), 'routing_url', 'supergraph.yaml:3:5'],
    ['a missing schema file', yaml({ users: '' }), 'SCHEMA_NOT_FOUND (users)', 'users.graphql'],
    ['no subgraphs', 'subgraphs: {}\n', 'at least one subgraph', 'supergraph.yaml:1:1'],
    [
      'a remote schema',
      'subgraphs: { a: { routing_url: "http://a", schema: { subgraph_url: "http://a" } } }',
      'subgraph_url',
      ':1:',
    ],
  ])('is refused with the place: %s', (_name, text, code, place) => {
    writeFileSync(join(folder, 'supergraph.yaml'), text);
    expect(run()).toBe(1);
    expect(said()).toContain(code);
    expect(said()).toContain(place);
  });

  it('is refused when it asks for a version of Federation that is not installed', () => {
    given({ users: USERS });
    writeFileSync(join(folder, 'supergraph.yaml'), `federation_version: =2.0.0\n${yaml({ users: USERS })}`);
    expect(run()).toBe(1);
    expect(said()).toContain('FEDERATION_VERSION_MISMATCH');
  });

  it('is refused when it does not exist', () => {
    expect(run()).toBe(1);
    expect(said()).toContain('CONFIG_NOT_FOUND');
  });
});

function given(schemas: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, sdl] of Object.entries(schemas)) writeFileSync(join(folder, `${name}.graphql`), sdl);
  writeFileSync(join(folder, 'supergraph.yaml'), yaml(schemas));
}

function yaml(schemas: Readonly<Record<string, string>>): string {
  const entries = Object.keys(schemas).map(
    (name, index) =>
      `  ${name}:\n    routing_url: http://localhost:${4001 + index}/graphql\n    schema: { file: ./${name}.graphql }\n`,
  );
  return `subgraphs:${entries.length === 0 ? ' {}' : ''}\n${entries.join('')}`;
}

function run({ check = false } = {}): 0 | 1 {
  output = [];
  return runCompose({
    config: join(folder, 'supergraph.yaml'),
    output: join(folder, 'supergraph.graphql'),
    check,
    print: (text) => output.push(text),
  });
}

function said(): string {
  return output.join('\n');
}

function supergraph(): string {
  return readFileSync(join(folder, 'supergraph.graphql'), 'utf8');
}
