import { REMAINING_HEADER } from '@galleria/kit/deadline';
import { CLIENT_ADDRESS_HEADER, createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET, startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const CALLER = '{ caller { signedBy userId roles sessionId correlationId traceparent clientAddress } }';

let issuer: TokenIssuer;
let graph: FixtureGraph;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl } });
});
afterAll(async () => {
  await graph.stop();
  await issuer.stop();
});

describe('routing', () => {
  it('joins the fields of one entity from several subgraphs', async () => {
    graph.reviews.answer = (request) => {
      const { variables } = request.body as { variables: { representations: { id: string }[] } };
      return {
        data: { _entities: variables.representations.map(({ id }) => ({ __typename: 'Product', rating: Number(id) })) },
      };
    };
    const { status, body } = await graph.ask('{ products { name available rating } }');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        products: [
          { name: 'Tray', available: 10, rating: 1 },
          { name: 'Lamp', available: 20, rating: 2 },
        ],
      },
    });
  });

  it('passes variables to mutations and loads entities of what they return', async () => {
    const { body } = await graph.ask('mutation ($name: String!) { rename(id: "2", name: $name) { name available } }', {
      variables: { name: 'Vase' },
    });
    expect(body.data).toEqual({ rename: { name: 'Vase', available: 20 } });
  });

  it('answers introspection', async () => {
    const { body } = await graph.ask('{ __schema { queryType { name } } __type(name: "Product") { name } }');
    expect(body.data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { name: 'Product' } });
  });
});

describe('what subgraphs learn of a request', () => {
  it('is the viewer of the access token, signed by the router', async () => {
    const token = await issuer.issue({ subject: 'ada', roles: ['CUSTOMER', 'ADMINISTRATOR'], sessionId: 's-1' });
    const { body } = await graph.ask(CALLER, { headers: { authorization: `Bearer ${token}` } });
    expect(body.data?.['caller']).toMatchObject({
      signedBy: 'router',
      userId: 'ada',
      roles: ['CUSTOMER', 'ADMINISTRATOR'],
      sessionId: 's-1',
    });
  });

  it('is nobody without a token', async () => {
    const { body } = await graph.ask(CALLER);
    expect(body.data?.['caller']).toMatchObject({ signedBy: 'router', userId: null });
  });

  it('is where the client is, whatever address the client claims', async () => {
    const headers = { [CLIENT_ADDRESS_HEADER]: '203.0.113.7' };
    const { body } = await graph.ask('mutation { changer { clientAddress } }', { headers });
    expect(body.data?.['changer']).toEqual({ clientAddress: '127.0.0.1' });
    expect((await graph.ask(CALLER, { headers })).body.data?.['caller']).toMatchObject({ clientAddress: null });
  });

  it('never is a viewer header that the client sent, not even one with a good signature', async () => {
    const forged = await createViewerSigner({ secret: SECRET, signedBy: 'router' })({
      userId: 'admin',
      roles: ['ADMINISTRATOR'],
    });
    const { body } = await graph.ask(CALLER, { headers: { [VIEWER_HEADER]: forged } });
    expect(body.data?.['caller']).toMatchObject({ userId: null });
  });

  it('is the client’s correlation id and trace, and the id goes back to the client', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { body, headers } = await graph.ask(CALLER, {
      headers: { 'x-correlation-id': 'order-4711-abc', traceparent },
    });
    expect(body.data?.['caller']).toMatchObject({ correlationId: 'order-4711-abc', traceparent });
    expect(headers['x-correlation-id']).toBe('order-4711-abc');
  });

  it('is a new correlation id when the client sends none', async () => {
    const { body, headers } = await graph.ask(CALLER);
    expect(headers['x-correlation-id']).toMatch(/^[\da-f-]{36}$/);
    expect(body.data?.['caller']).toMatchObject({ correlationId: headers['x-correlation-id'] });
  });

  it('is none of the client’s other headers', async () => {
    graph.reviews.answer = () => ({ data: { review: { text: 'fine' } } });
    await graph.ask('{ review { text } }', { headers: { cookie: 'a=b', 'x-anything': 'c', host: 'shop.example' } });
    const { headers } = graph.reviews.requests.at(-1)!;
    expect(Object.keys(headers).sort()).toEqual(
      [
        'connection',
        'content-length',
        'content-type',
        'host',
        REMAINING_HEADER,
        VIEWER_HEADER,
        'x-correlation-id',
      ].sort(),
    );
  });
});
