import type { Message, MessageContract } from '../contract/contract.ts';

/** What a service does with one type of message. */
export interface Subscription {
  readonly type: string;
  readonly topic: string;
  /** Reads a message's body: throws when it does not fit the contract, otherwise gives the work to do. */
  prepare(body: unknown): (message: Omit<Message<unknown>, 'data'>) => Promise<void>;
}

/** What a service does with one message; `RecordHandler` is what the consumer does with any record. */
export type MessageHandler<Data> = (data: Data, message: Message<Data>) => Promise<void>;

/**
 * Handles every message, event or command, of a contract. It may be delivered again after a crash, so the handler
 * accepts `message.id` in the inbox, in the transaction of its effect. An error with `retriable: false` makes the
 * message a dead letter; any other is tried again with growing delays before it does.
 */
export function on<Data>(contract: MessageContract<Data>, handle: MessageHandler<Data>): Subscription {
  return {
    type: contract.type,
    topic: contract.topic,
    prepare: (body) => {
      const data = contract.schema.parse(body);
      return (message) => handle(data, { ...message, data });
    },
  };
}
