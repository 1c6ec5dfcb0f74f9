import { REMAINING_HEADER } from '@galleria/kit/deadline';
import { toError } from '@galleria/kit/errors';
import { contextHeaders } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import { VIEWER_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import { Pool } from 'undici';
import { orderErrors } from '../domain/errors.ts';
import type { ShippingAddress } from '../domain/order.ts';
import {
  checkoutCustomerOperation,
  type CheckoutCustomerQuery,
  type CheckoutCustomerQueryVariables,
} from '../generated/clients/users.ts';
import type { CallPolicy, Patience } from './call-policy.ts';

/** What users says about somebody who is about to order. */
export interface CheckoutCustomer {
  readonly isSuspended: boolean;
  /** The address asked for; null when the account has none with that id. */
  readonly address: ShippingAddress | null;
}

export interface UsersClient {
  /** Null when the account is gone. Throws USERS_UNAVAILABLE when there is no usable answer in time. */
  checkoutCustomer(viewer: Viewer, addressId: string): Promise<CheckoutCustomer | null>;
  close(): Promise<void>;
}

type Customer = NonNullable<CheckoutCustomerQuery['me']>;

/** Requests under way at once; more wait for a connection within their timeout. */
const CONNECTIONS = 32;

/**
 * users as orders sees it: its graph, asked for the viewer, with the correlation id of the work that asks, and for no
 * longer than somebody waits for that.
 */
export function createUsersClient(options: {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly sign: (viewer: Viewer) => Promise<string>;
  readonly call: CallPolicy;
  readonly logger: Logger;
}): UsersClient {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  return {
    checkoutCustomer: async (viewer, addressId) => {
      const startedAt = performance.now();
      const headers = { ...contextHeaders(), [VIEWER_HEADER]: await options.sign(viewer) };
      let customer: Customer | null;
      try {
        customer = await options.call((patience) => ask(pool, pathname, headers, { addressId }, patience));
      } catch (thrown) {
        options.logger.warn(
          { reason: toError(thrown).message, ms: elapsed(startedAt) },
          'customer not checked with users',
        );
        throw orderErrors.USERS_UNAVAILABLE();
      }
      options.logger.info({ customerId: viewer.userId, ms: elapsed(startedAt) }, 'customer checked with users');
      return customer === null ? null : toCheckoutCustomer(customer);
    },
    close: () => pool.destroy(),
  };
}

async function ask(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
  variables: CheckoutCustomerQueryVariables,
  { timeoutMs, signal }: Patience,
): Promise<Customer | null> {
  const response = await pool.request({
    method: 'POST',
    path,
    headers: { ...headers, 'content-type': 'application/json', [REMAINING_HEADER]: String(timeoutMs) },
    body: JSON.stringify({ query: checkoutCustomerOperation, operationName: 'CheckoutCustomer', variables }),
    signal,
  });
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new Error(`users answered with status ${response.statusCode}`);
  }
  const answer = (await response.body.json()) as { data?: CheckoutCustomerQuery | null; errors?: unknown[] };
  // With a part missing it cannot be told whether the account has no such address or users could not read it.
  if (answer.data == null || answer.errors !== undefined) throw new Error('users answered with errors');
  return answer.data.me ?? null;
}

/** users tells the account itself its standing; without one, whether it may order is not known. */
function toCheckoutCustomer({ standing, address }: Customer): CheckoutCustomer {
  if (standing == null) throw orderErrors.USERS_UNAVAILABLE();
  if (address == null) return { isSuspended: standing === 'SUSPENDED', address: null };
  const { fullName, line1, line2, city, postalCode, country } = address;
  return {
    isSuspended: standing === 'SUSPENDED',
    address: { fullName, line1, line2: line2 ?? null, city, postalCode, country },
  };
}

function elapsed(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
