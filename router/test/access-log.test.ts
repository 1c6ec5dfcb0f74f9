import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startFixtureGraph, type AskOptions, type FixtureGraph } from './fixture-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

let issuer: TokenIssuer;
let graph: FixtureGraph;
beforeEach(async () => {
  issuer = await startTokenIssuer();
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl } });
});
afterEach(async () => {
  await graph.stop();
  await issuer.stop();
});

/** Without those of the subgraphs, which are in the same process here. */
const lines = () => graph.lines.filter(({ msg, path }) => msg === 'answered' && path === '/graphql');

async function lineOf(query: string, options: AskOptions = {}) {
  const before = lines().length;
  const { text } = await graph.ask(query, options);
  expect(lines()).toHaveLength(before + 1);
  return { line: lines().at(-1)!, bytes: Buffer.byteLength(text) };
}

describe('the access log', () => {
  it('has one line a request, with who asked for what, how it went, and what it took', async () => {
    const query = 'query TwoNames { products { name available } }';
    const headers = {
      'x-correlation-id': 'log-line-1',
      'apollographql-client-name': 'storefront',
      'apollographql-client-version': '1.4',
    };
    const { line, bytes } = await lineOf(query, { headers });
    expect(line).toMatchObject({ method: 'POST', path: '/graphql', status: 200, correlationId: 'log-line-1', bytes });
    expect(line).toMatchObject({ operation: 'TwoNames', viewer: 'visitor', client: 'storefront 1.4' });
    expect(line).toMatchObject({ fetches: { products: 1, stock: 1 } });
    expect(line['ms']).toBeTypeOf('number');
    expect(line).not.toHaveProperty('errors');
    // The stock gateway tells nobody the document that it executes.
    if (inject('routerEngine') === 'galleria')
      expect(line['hash']).toBe(createHash('sha256').update(query).digest('hex'));
  });

  it('tells an account from a visitor, and nothing else of it', async () => {
    const token = await issuer.issue({ subject: 'ada-lovelace' });
    const { line } = await lineOf('{ products { name } }', { headers: { authorization: `Bearer ${token}` } });
    expect(line).toMatchObject({ viewer: 'account' });
    expect(JSON.stringify(line)).not.toMatch(new RegExp(`ada-lovelace|${token.slice(-20)}`));
  });

  it('names the codes of errors', async () => {
    const { line } = await lineOf('query Refused { forbidden }');
    expect(line).toMatchObject({ operation: 'Refused', errors: ['FORBIDDEN'], fetches: { products: 1 } });
  });

  it('does not say who sent a token that is refused', async () => {
    const { line } = await lineOf('{ products { name } }', { headers: { authorization: 'Bearer nonsense' } });
    expect(line).toMatchObject({ status: 401, errors: ['UNAUTHENTICATED'] });
    expect(line).not.toHaveProperty('viewer');
  });

  it('may leave out what went well, and never what did not', async () => {
    await graph.stop();
    graph = await startFixtureGraph({ env: { ACCESS_LOG_SHARE: '0' } });
    await graph.ask('{ products { name } }');
    await graph.ask('{ forbidden }');
    await graph.ask('{ nothing }');
    expect(lines().map(({ status, errors }) => [status, errors])).toEqual([
      [200, ['FORBIDDEN']],
      [400, ['GRAPHQL_VALIDATION_FAILED']],
    ]);
  });
});
