import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import type { FastifyInstance } from 'fastify';
import {
  buildClientSchema,
  getIntrospectionQuery,
  Kind,
  parse,
  validate,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLandingPage } from '../../scripts/build/landing-page.ts';
import { createRouter } from '../src/app.ts';
import { loadRouterConfig } from '../src/config.ts';
import { exampleOperations } from '../src/http/example-operations.ts';
import { SECRET, startFixtureGraph } from './fixture-graph.ts';

let folder: string;
let router: FastifyInstance;
let schema: GraphQLSchema;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'landing-page-'));
  await buildLandingPage(folder);
  const config = loadRouterConfig({ VIEWER_SIGNING_SECRET: SECRET, NODE_ENV: 'test', LANDING_PAGE_FOLDER: folder });
  router = await createRouter({
    config,
    logger: createLogger({ service: 'router', level: 'silent' }),
    supergraph: { sdl: readFileSync(config.SUPERGRAPH_FILE, 'utf8') },
  });
  const answer = await router.inject({ method: 'POST', url: '/graphql', payload: { query: getIntrospectionQuery() } });
  schema = buildClientSchema(answer.json<{ data: IntrospectionQuery }>().data);
});
afterAll(async () => {
  await router.close();
  rmSync(folder, { recursive: true });
});

describe('the landing page', () => {
  it.each([
    ['/', {}],
    ['/graphql', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }],
    ['/%67raphql', { accept: 'text/html' }],
    ['/graphql?', { accept: 'text/html' }],
  ])('opens Sandbox at %s', async (url, headers) => {
    const page = await router.inject({ url, headers });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(pageData(page.payload).sandboxScript).toMatch(/^https:\/\/embeddable-sandbox\.cdn\.apollographql\.com\//);
  });

  it('opens GraphiQL at /graphiql without asking for Sandbox', async () => {
    const page = await router.inject('/graphiql');
    expect(pageData(page.payload).sandboxScript).toBeUndefined();
    expect(page.payload).not.toContain('apollographql.com');
  });

  it('lets scripts come from the router and from Sandbox’s host only', async () => {
    const { headers, payload } = await router.inject('/');
    expect(headers['content-security-policy']).toContain(
      "script-src 'self' https://embeddable-sandbox.cdn.apollographql.com;",
    );
    const scripts = [...payload.matchAll(/<script([^>]*)>([^<]*)/g)].filter(
      ([, attributes]) => !attributes!.includes('application/json'),
    );
    expect(scripts.map(([, attributes, text]) => [attributes!.trim(), text])).toEqual([
      ['type="module" src="/assets/landing-page.js"', ''],
    ]);
  });

  it.each(['landing-page.js', 'graphiql.js', 'graphiql.css'])(
    'serves %s, which needs nothing from elsewhere',
    async (name) => {
      const { statusCode, payload } = await router.inject(`/assets/${name}`);
      expect(statusCode).toBe(200);
      expect(payload).toBe(readFileSync(join(folder, name), 'utf8'));
      expect(payload).not.toMatch(/(?:from|import)\s*\(?["']https?:|url\(["']?https?:/);
    },
  );

  it('serves no other file of that folder', async () => {
    expect((await router.inject('/assets/../graphiql.js.LEGAL.txt')).statusCode).toBe(404);
  });

  it('leaves queries in a link to the graph', async () => {
    const response = await router.inject({
      url: '/graphql?query=%7B__typename%7D',
      headers: { accept: 'text/html', 'apollo-require-preflight': '1' },
    });
    expect(response.headers['content-type']).not.toContain('text/html');
  });

  it('says what to do where the browser’s part was not built', async () => {
    const graph = await startFixtureGraph({ env: { LANDING_PAGE_FOLDER: join(folder, 'missing') } });
    expect((await graph.router.inject('/')).payload).toContain('npm run build');
    await graph.stop();
  });
});

describe('the examples', () => {
  it.each(exampleOperations.map((example) => [example.name, example] as const))('%s is valid', (name, example) => {
    const document = parse(example.document);
    expect(validate(schema, document)).toEqual([]);
    const [operation] = document.definitions;
    expect(operation).toMatchObject({ kind: 'OperationDefinition', name: { value: name } });
  });

  it.each(exampleOperations.map((example) => [example.name, example] as const))(
    '%s comes with its variables',
    (_name, example) => {
      const [operation] = parse(example.document).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation');
      const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      expect(Object.keys(example.variables ?? {})).toEqual(declared);
    },
  );

  it('share no variable, because Sandbox has one set of variables for all', () => {
    const names = exampleOperations.flatMap(({ variables }) => Object.keys(variables ?? {}));
    expect(new Set(names).size).toBe(names.length);
  });
});

function pageData(html: string): { sandboxScript?: string; examples: unknown[] } {
  const text = /<script type="application\/json" id="page-data">([^<]*)<\/script>/.exec(html)?.[1];
  return JSON.parse(text!) as { sandboxScript?: string; examples: unknown[] };
}
