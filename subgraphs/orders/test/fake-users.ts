import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@galleria/kit/identifiers';

/** How the fake behaves: answers, answers with status 503, never answers, or answers with GraphQL errors. */
export type Behaviour = 'up' | 'down' | 'silent' | 'failing';

export interface FakeUsers {
  readonly url: string;
  readonly requests: readonly { readonly headers: IncomingHttpHeaders; readonly addressId: string }[];
  /** An address that every account has. */
  readonly addressId: string;
  behave(behaviour: Behaviour): void;
  suspend(userId: string): void;
  /** Accounts that are gone. */
  erase(userId: string): void;
  /** Changes the address, for the orders that follow. */
  moveTo(address: Partial<Address>): void;
  /** Keeps answers back, as they were when asked for, until the returned function is called. */
  hold(): () => void;
  stop(): Promise<void>;
}

type Address = Record<'fullName' | 'line1' | 'city' | 'postalCode' | 'country', string> & {
  readonly line2: string | null;
};

export const ADDRESS: Address = {
  fullName: 'Ada Lovelace',
  line1: 'Analytical Street 1',
  line2: null,
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

/** Stands for users: answers the one question that orders asks of it. */
export async function startFakeUsers(): Promise<FakeUsers> {
  const addressId = newId();
  const requests: { headers: IncomingHttpHeaders; addressId: string }[] = [];
  const suspended = new Set<string>();
  const erased = new Set<string>();
  let behaviour: Behaviour = 'up';
  let current = ADDRESS;
  let held = Promise.resolve();

  const answer = (userId: string, wanted: string): unknown => {
    if (behaviour === 'failing') return { data: { me: null }, errors: [{ message: 'Something went wrong.' }] };
    if (erased.has(userId)) return { data: { me: null } };
    const standing = suspended.has(userId) ? 'SUSPENDED' : 'ACTIVE';
    const address = wanted === addressId ? { id: addressId, ...current } : null;
    return { data: { me: { id: userId, standing, address } } };
  };

  const server = createServer((request, response) => {
    let asked = '';
    request.on('data', (chunk: Buffer) => (asked += chunk.toString()));
    request.on('end', () => {
      const { variables } = JSON.parse(asked) as { variables: { addressId: string } };
      requests.push({ headers: request.headers, addressId: variables.addressId });
      if (behaviour === 'silent') return;
      if (behaviour === 'down') return void response.writeHead(503).end();
      response.setHeader('content-type', 'application/json');
      const body = JSON.stringify(answer(subjectOf(request.headers), variables.addressId));
      void held.then(() => response.end(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/graphql`,
    requests,
    addressId,
    behave: (next) => (behaviour = next),
    suspend: (userId) => void suspended.add(userId),
    erase: (userId) => void erased.add(userId),
    moveTo: (address) => void (current = { ...ADDRESS, ...address }),
    hold: () => {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The account that the signed header names. That the signature holds is a test of its own. */
function subjectOf(headers: IncomingHttpHeaders): string {
  const [, payload = ''] = String(headers['x-galleria-viewer']).split('.');
  const { viewer } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { viewer: { userId: string } };
  return viewer.userId;
}
