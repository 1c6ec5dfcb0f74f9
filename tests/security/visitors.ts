import { createViewerSigner, VIEWER_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import { serviceDatabaseUrl, type Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import { follow, type EventStream } from '@galleria/platform/testing/event-stream';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { createClient, type GraphClient } from '../galleria/client.ts';
import type { Answered } from './outcome.ts';

/** Somebody who asks: through the router with their token, or at a subgraph as the router would ask for them. */
export interface Visitor extends GraphClient {
  readonly viewer: Viewer | null;
}

const PASSWORD = 'correct horse battery';

export function visitorWithToken(graphUrl: string, accessToken?: string): Visitor {
  return { ...createClient(graphUrl, accessToken), viewer: accessToken === undefined ? null : viewerOf(accessToken) };
}

/** A new account, so that a test may do with it what it likes. */
export async function newAccount(graphUrl: string): Promise<Visitor> {
  return signUp(graphUrl, `visitor-${randomUUID()}@example.com`);
}

/** A new account that the database makes an administrator: the graph has no way to. */
export async function newAdministrator(urls: Endpoints): Promise<Visitor> {
  const email = `administrator-${randomUUID()}@example.com`;
  await signUp(urls.graph, email);
  const client = new pg.Client({ connectionString: serviceDatabaseUrl(urls, 'users') });
  await client.connect();
  await client.query(`update accounts set roles = '{CUSTOMER,ADMINISTRATOR}' where email = $1`, [email]);
  await client.end();
  const { data } = await createClient(urls.graph).send('SignIn', { input: { email, password: PASSWORD } });
  return visitorWithToken(urls.graph, data.signIn.accessToken as string);
}

/** Asks a subgraph directly, with the router's signature for this viewer. */
export function createSubgraphAsker(urls: Endpoints, viewerSigningSecret: string) {
  const sign = createViewerSigner({ secret: viewerSigningSecret, signedBy: 'router' });
  return async (
    service: string,
    viewer: Viewer | null,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<Answered> => {
    const url = urls.subgraphs[service] ?? '';
    const headers = { [VIEWER_HEADER]: await sign(viewer) };
    if (query.startsWith('subscription')) return firstOf(await follow(url, { query, variables, headers }));
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answered;
  };
}

/** The first answer to a subscription. */
export async function firstOf(stream: EventStream): Promise<Answered> {
  try {
    return await stream.next();
  } finally {
    stream.leave();
  }
}

async function signUp(graphUrl: string, email: string): Promise<Visitor> {
  const { data } = await createClient(graphUrl).send('SignUp', { input: { email, password: PASSWORD, name: 'Vi' } });
  return visitorWithToken(graphUrl, data.signUp.accessToken as string);
}

function viewerOf(accessToken: string): Viewer {
  const { sub, roles, sid } = decodeJwt<{ roles: string[]; sid: string }>(accessToken);
  return { userId: sub ?? '', roles, sessionId: sid };
}
