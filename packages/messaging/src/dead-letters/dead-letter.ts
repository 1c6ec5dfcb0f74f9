/** A message that a service could not handle, with all that is needed to understand and repeat it. */
export interface DeadLetter {
  readonly id: string;
  /** Who could not handle it. */
  readonly service: string;
  /** Empty when the message carried none. */
  readonly messageId: string;
  readonly type: string;
  /** Where it was read. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly error: { readonly code: string; readonly message: string; readonly stack: string | null };
  /** How often it was tried; 0 when it did not fit its contract. */
  readonly attempts: number;
  readonly correlationId: string | null;
  readonly failedAt: Date;
}
