import { follow, type EventStream } from '@galleria/platform/testing/event-stream';
import { operationText } from './operations.ts';

export interface GraphAnswer {
  // A test reads deep into answers whose shape the contract's operations give.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string; readonly service?: string };
  }[];
  readonly correlationId: string;
  readonly status: number;
}

/** A client of the supergraph that sends the contract's operations, signed in or not. */
export interface GraphClient {
  send(operation: string, variables?: Record<string, unknown>): Promise<GraphAnswer>;
  sendText(query: string, variables?: Record<string, unknown>): Promise<GraphAnswer>;
  follow(query: string, variables?: Readonly<Record<string, unknown>>): Promise<EventStream>;
}

export function createClient(graphUrl: string, accessToken?: string, sent: Set<string> = new Set()): GraphClient {
  const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
  const sendText = async (query: string, variables: Record<string, unknown> = {}): Promise<GraphAnswer> => {
    const response = await fetch(graphUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Pick<GraphAnswer, 'data' | 'errors'>;
    return { ...body, status: response.status, correlationId: response.headers.get('x-correlation-id') ?? '' };
  };
  return {
    sendText,
    follow: (query, variables = {}) => follow(graphUrl, { query, variables, headers }),
    send: (operation, variables) => {
      sent.add(operation);
      return sendText(operationText(operation), variables);
    },
  };
}

/** Signs in a seeded account. */
export async function signIn(graphUrl: string, email: string, password = 'galleria'): Promise<GraphClient> {
  const { data, errors } = await createClient(graphUrl).send('SignIn', { input: { email, password } });
  const token = data?.signIn?.accessToken as string | undefined;
  if (token === undefined) throw new Error(`${email} could not sign in: ${JSON.stringify(data ?? errors)}`);
  return createClient(graphUrl, token);
}
