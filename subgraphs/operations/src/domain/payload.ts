import { isId } from '@galleria/kit/identifiers';

// What can be read of any message, without knowing its contract.

/** What a message is about, where it says so. */
export interface Subject {
  readonly orderId: string | null;
  readonly paymentId: string | null;
  /** The account of its customer, or of the user that it tells about. */
  readonly userId: string | null;
}

export function subjectOf(payload: string): Subject {
  const data = readObject(payload) ?? {};
  const id = (name: string) => {
    const value = data[name];
    return typeof value === 'string' && isId(value) ? value : null;
  };
  return { orderId: id('orderId'), paymentId: id('paymentId'), userId: id('userId') ?? id('customerId') };
}

/** Links that set a password, tokens that pay: an administrator has no use for them, and could use them. */
const SECRET = /token|secret|password/i;
const HIDDEN = '(hidden)';

/** The payload as people may see it; as it was, when it is no JSON. */
export function withoutSecrets(payload: string): string {
  const data = readObject(payload);
  if (data === undefined) return SECRET.test(payload) ? HIDDEN : payload;
  return JSON.stringify(data, (name, value: unknown) =>
    SECRET.test(name) && typeof value === 'string' ? HIDDEN : value,
  );
}

/** A reason that a service gives; what else is written there, a person wrote, and may have named somebody. */
const CODE = /^[A-Z][A-Z_]+$/;
const ERASED_REASON = 'ERASED';

/**
 * The payload without what is personal, for an account that was erased: ids and amounts stay, so that a charge can
 * still be sent again. Null when nothing is left to send: news of the account, or what cannot be read.
 */
export function withoutPerson(payload: string, type: string): string | null {
  const data = readObject(payload);
  if (data === undefined) return null;
  const isErasure = Object.keys(data).every((name) => name === 'userId' || name === 'erasedAt');
  if (type.startsWith('users.')) return isErasure ? payload : null;
  const { reason } = data;
  return JSON.stringify({
    ...data,
    billTo: undefined,
    ...(typeof reason === 'string' && !CODE.test(reason) ? { reason: ERASED_REASON } : {}),
    // It leads to the name at the carrier.
    ...('trackingNumber' in data ? { trackingNumber: null } : {}),
  });
}

function readObject(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(payload);
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
