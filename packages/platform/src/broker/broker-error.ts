export type BrokerErrorCode =
  | 'PORT_TAKEN'
  | 'LISTEN_FAILED'
  | 'DATA_DIRECTORY_LOCKED'
  | 'DATA_DIRECTORY_UNUSABLE'
  | 'DATA_CORRUPT'
  | 'CONFIG_INVALID';

/** Why the broker cannot start. `retriable` says whether the same start may succeed later without a person's help. */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode;
  readonly kind: 'conflict' | 'corrupt' | 'invalid' | 'unavailable';
  readonly retriable: boolean;

  constructor(code: BrokerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BrokerError';
    this.code = code;
    this.kind = KIND_OF[code];
    this.retriable = this.kind === 'conflict';
  }
}

const KIND_OF = {
  PORT_TAKEN: 'conflict',
  LISTEN_FAILED: 'unavailable',
  DATA_DIRECTORY_LOCKED: 'conflict',
  DATA_DIRECTORY_UNUSABLE: 'unavailable',
  DATA_CORRUPT: 'corrupt',
  CONFIG_INVALID: 'invalid',
} as const;
