import { toError } from '@galleria/kit/errors';

/** Why the broker did not do what it was asked for. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly kind = 'unavailable';
  readonly retriable = true;
  /** The protocol's name for it, `MESSAGE_TOO_LARGE`, or the client's where nothing came back. */
  readonly code: string;
  /** Whether the broker refused these records and might well take others, as opposed to being away. */
  readonly refused: boolean;

  constructor(code: string, message: string, options: { readonly refused: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.refused = options.refused;
  }
}

/**
 * Errors about the records or their topic, not about the broker's health:
 * https://kafka.apache.org/protocol#protocol_error_codes
 */
const REFUSALS = new Set([
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'TOPIC_AUTHORIZATION_FAILED',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/** What kafkajs itself complains of, before anything is sent: a topic without a name, a record that is none. */
const COMPLAINT = 'KafkaJSNonRetriableError';

/** Reads a client's error: the protocol's code is in a field `type` of the error or of one behind it. */
export function toBrokerError(thrown: unknown): BrokerError {
  const codes = causes(thrown).map((error) =>
    'type' in error && typeof error.type === 'string' ? error.type : error.name,
  );
  const refusal = codes.find((code) => REFUSALS.has(code));
  const code = refusal ?? codes.at(-1) ?? 'UNKNOWN';
  const refused = refusal !== undefined || code === COMPLAINT;
  return new BrokerError(code, toError(thrown).message, { refused, cause: thrown });
}

/** The error and what is behind it; creating several topics fails with a list. */
function causes(thrown: unknown): Error[] {
  if (!(thrown instanceof Error)) return [];
  const listed: unknown = 'errors' in thrown ? thrown.errors : undefined;
  return [thrown, ...causes(thrown.cause), ...(Array.isArray(listed) ? listed.flatMap(causes) : [])];
}
