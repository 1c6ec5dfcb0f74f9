/** What a kind of message looks like and where it goes; packages/events declares them. */
export interface MessageContract<Data> {
  /** Owner, name and version: `orders.order-placed.v1`. */
  readonly type: string;
  /** `orders.events` or `inventory.commands`. */
  readonly topic: string;
  /**
   * The aggregate that the message is about: messages of one key are handled in the order in which they were committed.
   */
  keyOf(data: Data): string;
  /** Throws when the value is not of this kind; a zod schema fits. */
  readonly schema: { parse(value: unknown): Data };
}

/** A message as a handler receives it: a CloudEvent and what ties it to the work that caused it. */
export interface Message<Data> {
  /** UUIDv7, the same each time that the message is delivered. */
  readonly id: string;
  readonly type: string;
  /** The service that sent it. */
  readonly source: string;
  readonly time: Date;
  readonly key: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  readonly data: Data;
}
