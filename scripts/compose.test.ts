import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  it('writes a supergraph that holds the types and routing URLs of all subgraphs', async () => {
    given({ users: USERS, reviews: REVIEWS });
    expect(await run()).toBe(0);
    const sdl = supergraph();
    expect(sdl).toContain('"http://localhost:4001/graphql"');
    expect(buildSchema(sdl, { assumeValid: true }).getType('Review')).toBeDefined();
    expect(said()).toContain('composed 2 subgraphs');
  });

  it('gives the same text every time', async () => {
    given({ users: USERS, reviews: REVIEWS });
    await run();
    const first = supergraph();
    await run();
    expect(supergraph()).toBe(first);
  });

  it('warns of descriptions that differ between subgraphs, and composes all the same', async () => {
    given({ users: `${USERS}"one" scalar Url`, reviews: `${REVIEWS}"two" scalar Url` });
    expect(await run()).toBe(0);
    expect(said()).toContain('INCONSISTENT_DESCRIPTION (users, reviews)');
  });
});

describe('the check', () => {
  it('passes on a fresh file', async () => {
    given({ users: USERS });
    await run();
    expect(await run({ check: true })).toBe(0);
  });

  it('fails when the file is stale, and leaves it as it is', async () => {
    given({ users: USERS });
    await run();
    const before = supergraph();
    given({ users: USERS.replace('name: String', 'name: String!') });
    expect(await run({ check: true })).toBe(1);
    expect(said()).toContain('is stale');
    expect(supergraph()).toBe(before);
  });

  it('fails when there is no file yet', async () => {
    given({ users: USERS });
    expect(await run({ check: true })).toBe(1);
  });
});

describe('a supergraph that does not compose', () => {
  it('is shown with its code, the subgraphs, each place with its line and a caret, and a hint', async () => {
    given({
      users: USERS,
      reviews: REVIEWS.replace(', resolvable: false) { id: ID! }', ') { id: ID!\n  name: String }'),
    });
    expect(await run()).toBe(1);
    expect(said()).toContain('INVALID_FIELD_SHARING (users, reviews)');
    expect(said()).toContain(`reviews.graphql:5:3\n    5 |   name: String }\n      |   ^`);
    expect(said()).toMatch(/hint: .*@shareable/);
  });

  it('shows a misspelled type at its place', async () => {
    given({ users: USERS.replace('name: String', 'name: Strin') });
    expect(await run()).toBe(1);
    expect(said()).toContain('INVALID_GRAPHQL (users)\n  Unknown type Strin');
    expect(said()).toContain('users.graphql:3:46');
  });

  it('shows a syntax error at its place', async () => {
    given({ users: 'type Query {', reviews: 'type {' });
    expect(await run()).toBe(1);
    expect(said()).toContain('users.graphql:1:13');
    expect(said()).toContain('reviews.graphql:1:6');
  });

  it('shows where a field is defined that no query plan can reach', async () => {
    const sold = `${LINK}type Query { sold: User }\ntype User @key(fields: "email") { email: ID!\n  orders: Int }`;
    given({ users: USERS, sales: sold });
    expect(await run()).toBe(1);
    expect(said()).toContain('SATISFIABILITY_ERROR');
    expect(said()).toContain('sales.graphql:4:3');
  });

  it('does not touch the file', async () => {
    given({ users: USERS });
    await run();
    const before = supergraph();
    given({ users: 'type Query {' });
    await run();
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
      'a graphref',
      'subgraphs:\n  a:\n    schema: { graphref: a@b }\n',
      'asks for a schema in GraphOS',
      'supergraph.yaml:3:5',
    ],
    [
      'a schema of no kind',
      'subgraphs:\n  a:\n    schema: { url: x }\n',
      'one of { file }, { sdl }',
      'supergraph.yaml:3:5',
    ],
    ['no routing URL', 'subgraphs:\n  a:\n    schema: { sdl: x }\n', 'needs a routing_url', 'supergraph.yaml:2:3'],
    [
      'a variable that is not set',
      yaml({ users: '' }).replace('4001', '${env.PORT}'),
      'PORT is not set',
      'supergraph.yaml:3:18',
    ],
    [
      'a reference to something else',
      yaml({ users: '' }).replace('4001', '${file.x}'),
      '${file.x} is no reference',
      'supergraph.yaml:3:18',
    ],
  ])('is refused with the place: %s', async (_name, text, code, place) => {
    writeFileSync(join(folder, 'supergraph.yaml'), text);
    expect(await run()).toBe(1);
    expect(said()).toContain(code);
    expect(said()).toContain(place);
  });

  it('is refused when it asks for a version of Federation that is not installed', async () => {
    given({ users: USERS });
    writeFileSync(join(folder, 'supergraph.yaml'), `federation_version: =2.0.0\n${yaml({ users: USERS })}`);
    expect(await run()).toBe(1);
    expect(said()).toContain('FEDERATION_VERSION_MISMATCH');
  });

  it('is refused when it does not exist', async () => {
    expect(await run()).toBe(1);
    expect(said()).toContain('CONFIG_NOT_FOUND');
  });
});

describe('what supergraph.yaml may have', () => {
  it('takes variables of the environment, with defaults', async () => {
    given({ users: USERS });
    const text = yaml({ users: USERS }).replace('localhost:4001', '${env.USERS_HOST}:${env.USERS_PORT:-4001}');
    writeFileSync(join(folder, 'supergraph.yaml'), text);
    expect(await run({ env: { USERS_HOST: 'users.internal', USERS_PORT: '' } })).toBe(0);
    expect(supergraph()).toContain('"http://users.internal:4001/graphql"');
    expect(supergraph()).not.toContain('${');
  });

  it('takes anchors and merge keys', async () => {
    given({ users: USERS, reviews: REVIEWS });
    const subgraphs = `  users: &own { routing_url: "http://shop/graphql", schema: { file: ./users.graphql } }
  reviews: { <<: *own, schema: { file: ./reviews.graphql } }`;
    writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs:\n${subgraphs}\n`);
    expect(await run()).toBe(0);
    expect(supergraph()).toContain('@join__graph(name: "reviews", url: "http://shop/graphql")');
  });

  it('takes a schema that stands in it, and shows places in that', async () => {
    const inline = (sdl: string) =>
      `subgraphs:\n  users:\n    routing_url: http://u\n    schema:\n      sdl: |\n${sdl.replaceAll(/^/gm, '        ')}\n`;
    writeFileSync(join(folder, 'supergraph.yaml'), inline(USERS));
    expect(await run()).toBe(0);
    writeFileSync(join(folder, 'supergraph.yaml'), inline(USERS.replace('name: String', 'name: Strin')));
    expect(await run()).toBe(1);
    expect(said()).toContain('supergraph.yaml#users:3:46');
  });

  it('asks a running subgraph for its schema, with headers, and says what came when that is none', async () => {
    let answer = JSON.stringify({ data: { _service: { sdl: USERS } } });
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.setHeader('connection', 'close');
      response.statusCode = answer.startsWith('{') ? 200 : 401;
      response.end(answer);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const schema = `{ subgraph_url: "${url}", introspection_headers: { x-key: "${'${env.KEY}'}" } }`;
    writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs: { users: { schema: ${schema} } }\n`);
    expect(await run({ env: { KEY: 'secret' } })).toBe(0);
    expect(supergraph()).toContain(`url: "${url}"`);
    expect(asked[0]?.['x-key']).toBe('secret');
    answer = 'who are you?';
    expect(await run({ env: { KEY: 'wrong' } })).toBe(1);
    expect(said()).toContain('SCHEMA_NOT_FOUND (users)');
    expect(said()).toContain('it answered 401 without a schema: who are you?');
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await run({ env: { KEY: 'x' } })).toBe(1);
    expect(said()).toMatch(/does not tell its schema: .*ECONNREFUSED/);
  });
});

describe('files as editors and checkouts leave them', () => {
  it('compose to the same text with a byte order mark and with CRLF', async () => {
    given({ users: USERS, reviews: REVIEWS });
    await run();
    const plain = supergraph();
    const crlf = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    given({ users: crlf(USERS), reviews: crlf(REVIEWS) });
    writeFileSync(join(folder, 'supergraph.yaml'), crlf(yaml({ users: '', reviews: '' })));
    writeFileSync(join(folder, 'supergraph.graphql'), plain.replaceAll('\n', '\r\n'));
    expect(await run({ check: true })).toBe(0);
    expect(await run()).toBe(0);
    expect(supergraph()).toBe(plain);
  });

  it('show places without a trace of CRLF', async () => {
    given({ users: USERS.replace('name: String', 'name: Strin').replaceAll('\n', '\r\n') });
    expect(await run()).toBe(1);
    expect(said()).toContain('users.graphql:3:46');
    expect(said()).not.toContain('\r');
  });

  it('are refused by name when they are not UTF-8', async () => {
    given({ users: USERS });
    writeFileSync(join(folder, 'users.graphql'), Buffer.from(`${USERS}# Gr\u00fc\u00dfe`, 'latin1'));
    expect(await run()).toBe(1);
    expect(said()).toContain('NOT_UTF8 (users)');
    expect(said()).toContain(`users.graphql is not UTF-8 from byte ${USERS.length + 5} on`);
  });

  it('may hold the character that stands for what could not be read', async () => {
    given({ users: `${USERS}# \uFFFD` });
    expect(await run()).toBe(0);
  });
});

describe('each error has a place', () => {
  const E = `${LINK}type Query { paint(colour: Colour = "RED"): Int }\nenum Colour { RED }\ninput Coat { colours: [Colour!]! = [RED, "RED"] }`;

  it('of a default that is a text where its type is an enum, also inside a list', async () => {
    given({ users: E });
    expect(await run()).toBe(1);
    expect(said()).toContain('INVALID_DEFAULT_VALUE (users)\n  The default "RED" of colour is no Colour.');
    expect(said()).toContain('users.graphql:2:37');
    expect(said()).toContain('users.graphql:4:36');
    expect(said()).toContain('hint: A value of an enum is written without quotes.');
  });

  it('of a default that no longer fits when input types are merged', async () => {
    const other = `${LINK}type Query { b(i: I): Int }\ninput I { x: Int }`;
    given({
      users: `${LINK}type Query {\n  a(i: I = { x: 1, y: 2 }): Int\n}\ninput I { x: Int y: Int }`,
      reviews: other,
    });
    expect(await run()).toBe(1);
    expect(said()).toContain('users.graphql:3:5');
  });

  it('of a directive that two subgraphs import under two names', async () => {
    const schema = (imported: string, field: string) =>
      `extend schema\n  @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imported}])\ntype Query { ${field}: Int @${field}(name: "x") }`;
    given({ users: schema('"@tag"', 'tag'), reviews: schema('{ name: "@tag", as: "@label" }', 'label') });
    expect(await run()).toBe(1);
    expect(said()).toContain('LINK_IMPORT_NAME_MISMATCH (users, reviews)');
    expect(said()).toContain('users.graphql:2:3');
    expect(said()).toContain('reviews.graphql:2:3');
  });

  it('of a version of Federation that there is not, once', async () => {
    given({ users: USERS.replace('v2.9', 'v2.99') });
    expect(await run()).toBe(1);
    expect(said()).toContain('UNKNOWN_FEDERATION_LINK_VERSION (users)');
    expect(said()).toContain('users.graphql:1:1');
    expect(said()).toContain('does not compose: 1 error.');
  });

  it('of a field that is taken over from a subgraph that there is not', async () => {
    given({
      users: USERS.replace('"@key"', '"@key", "@override"').replace(
        'name: String',
        'name: String @override(from: "user")',
      ),
    });
    expect(await run()).toBe(1);
    expect(said()).toContain('FROM_SUBGRAPH_DOES_NOT_EXIST (users)');
    expect(said()).toContain('users.graphql:3:53');
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

function run({ check = false, env = {} }: { check?: boolean; env?: Record<string, string> } = {}): Promise<0 | 1> {
  output = [];
  return runCompose({
    config: join(folder, 'supergraph.yaml'),
    output: join(folder, 'supergraph.graphql'),
    check,
    env,
    print: (text) => output.push(text),
  });
}

function said(): string {
  return output.join('\n');
}

function supergraph(): string {
  return readFileSync(join(folder, 'supergraph.graphql'), 'utf8');
}
