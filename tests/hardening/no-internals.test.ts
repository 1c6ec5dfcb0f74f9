import { Writable } from 'node:stream';
import { composeServices } from '@apollo/composition';
import { createDatabase } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { createFaultSwitches } from '@galleria/kit/process/fault-switches';
import { createEmptyDatabase, type TestDatabase } from '@galleria/platform/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRouter } from '../../router/src/app.ts';
import { loadRouterConfig } from '../../router/src/config.ts';
import { createProductsApp } from '../../subgraphs/products/src/app.ts';
import { settings as productsSettings } from '../../subgraphs/products/src/config.ts';
import { createUsersApp } from '../../subgraphs/users/src/app.ts';
import { settings as usersSettings } from '../../subgraphs/users/src/config.ts';
import { readSubgraphs } from '../security/ruled-fields.ts';

const SECRET = 'a secret that only the tests of hardening know';
const PASSWORD_OF_DATABASE = 'hunter2';
const NOBODY_LISTENS = `postgres://galleria:${PASSWORD_OF_DATABASE}@127.0.0.1:1/galleria`;

/** What tells of the inside: addresses, ports, stacks, files, SQL, the names of tables, libraries and secrets. */
const INTERNALS =
  /https?:|postgres|127\.0\.0\.1|localhost|ECONN|:\d{2,5}\b|hunter2|stack|\bat \w+|\.[jt]s\b|node_modules|prisma|select |insert |relation|accounts"|public\.|constraint|secret/i;

const ATTEMPTS: readonly (readonly [string, string])[] = [
  ['a list', '{ products(first: 1, filter: { text: "lamp" }) { totalCount nodes { name } } }'],
  ['an entity', '{ product(slug: "lamp") { name category { name } } }'],
  ['a search', '{ productSuggestions(text: "lamp") { __typename } }'],
  [
    'a sign-in',
    'mutation { signIn(input: { email: "ada@example.com", password: "my private words" }) { __typename } }',
  ],
  [
    'a sign-up',
    'mutation { signUp(input: { email: "ada@example.com", password: "my private words", name: "Ada" }) { __typename } }',
  ],
];

interface Broken {
  readonly router: FastifyInstance;
  readonly log: string[];
  stop(): Promise<void>;
}

/** The router in production, over services whose database is not what they need. */
async function startBroken(databaseUrl: string): Promise<Broken> {
  const log: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (log.push(chunk.toString()), done()) });
  const logger = createLogger({ service: 'hardening', level: 'error' }, stream);
  const database = createDatabase({ url: databaseUrl, logger });
  const clock = () => new Date();
  const infrastructure = {
    database,
    databaseUrl,
    brokers: ['127.0.0.1:1'],
    viewerSigningSecret: SECRET,
    logger,
    clock,
    faults: createFaultSwitches({ service: 'hardening', areAllowed: false, clock, logger }),
  };
  const common = {
    NODE_ENV: 'production',
    PORT: 0,
    VIEWER_SIGNING_SECRET: SECRET,
    POSTGRES_URL: databaseUrl,
    KAFKA_BROKERS: '127.0.0.1:1',
  };
  // Their servers alone: what sends messages needs no database to be broken.
  const { server: products } = await createProductsApp(infrastructure, productsSettings.parse(common));
  const { server: users } = await createUsersApp(infrastructure, usersSettings.parse(common));
  const address = (app: FastifyInstance) => app.listen({ host: '127.0.0.1', port: 0 });
  const router = await createRouter({
    config: loadRouterConfig({
      NODE_ENV: 'production',
      VIEWER_SIGNING_SECRET: SECRET,
      SUBGRAPH_URLS: `products=${await address(products)}/graphql,users=${await address(users)}/graphql`,
    }),
    logger,
    supergraph: { sdl: composeBoth() },
  });
  return {
    router,
    log,
    stop: async () => {
      await router.close();
      await Promise.all([products.close(), users.close()]);
      await database.close();
    },
  };
}

function composeBoth(): string {
  const services = readSubgraphs().filter(({ name }) => name === 'products' || name === 'users');
  const result = composeServices(
    services.map(({ name, sdl }) => ({ name, url: `http://subgraph.invalid/${name}`, typeDefs: parse(sdl) })),
  );
  if (result.errors !== undefined) throw new AggregateError(result.errors);
  return result.supergraphSdl;
}

describe.each([
  ['cannot be reached', async (): Promise<[string, TestDatabase | undefined]> => [NOBODY_LISTENS, undefined]],
  [
    'has none of its tables',
    async (): Promise<[string, TestDatabase | undefined]> => {
      const database = await createEmptyDatabase();
      return [database.url, database];
    },
  ],
])('with a database that %s', (_how, arrange) => {
  let broken: Broken;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    const [url, created] = await arrange();
    database = created;
    broken = await startBroken(url);
  });
  afterAll(async () => {
    await broken.stop();
    await database?.drop();
  });

  it.each(ATTEMPTS)('%s tells clients that it failed, and nothing of the inside', async (_what, query) => {
    const before = broken.log.length;
    const response = await broken.router.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: { query },
    });
    const { errors } = response.json<{ errors: { extensions: object }[] }>();
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions } of errors) {
      expect(extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        service: expect.stringMatching(/^(products|users)$/),
      });
    }
    expect(response.payload).not.toMatch(INTERNALS);
    expect(response.payload).not.toContain('private words');
    const logged = broken.log.slice(before).join('');
    expect(logged).toMatch(/ECONNREFUSED|does not exist|Can't reach database/);
    expect(logged).not.toContain('private words');
    expect(logged).not.toContain(PASSWORD_OF_DATABASE);
  });
});
