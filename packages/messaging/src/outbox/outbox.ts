import type { Queryable } from '@galleria/kit/database/database';
import { currentContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import type { MessageContract } from '../contract/contract.ts';
import type { Envelope } from '../contract/envelope.ts';
import { outbox } from '../tables.ts';

/** Where a transaction leaves the messages that tell about its change. */
export interface Outbox {
  /**
   * Writes a message that is sent once the transaction has committed, and never if it rolls back.
   * Throws the schema's error when the data do not fit the contract.
   *
   * One aggregate's messages go out in the order of these calls, as long as its writers take turns:
   * lock or update the aggregate's row before the first message about it is added.
   */
  add<Data>(contract: MessageContract<Data>, data: Data): Promise<void>;
}

/** An outbox bound to one transaction. `source` is the service that sends. */
export function createOutbox(transaction: Queryable, options: { readonly source: string }): Outbox {
  return {
    add: async (contract, data) => writeToOutbox(transaction, envelopeOf(contract, data, options.source)),
  };
}

/** A new message as it is kept until it is sent, with the current context. Throws the schema's error. */
export function envelopeOf<Data>(contract: MessageContract<Data>, data: Data, source: string): Envelope {
  const valid = contract.schema.parse(data);
  const context = currentContext();
  const id = newId();
  return {
    id,
    type: contract.type,
    source,
    topic: contract.topic,
    key: contract.keyOf(valid),
    time: new Date(),
    payload: JSON.stringify(valid),
    correlationId: context?.correlationId ?? id,
    ...(context?.causationId === undefined ? {} : { causationId: context.causationId }),
    ...(context?.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  };
}

/**
 * No NOTIFY here: PostgreSQL lets transactions that notify commit one at a time in the whole cluster, disk write
 * included (measured: 900 instead of 4,600 commits a second). The relay is woken by the commit itself, see `relay.ts`.
 */
export async function writeToOutbox(transaction: Queryable, envelope: Envelope): Promise<void> {
  const { id, type, source, topic, key, payload, time, correlationId } = envelope;
  const { names, values } = outbox.row({
    ...{ id, type, source, topic, key, payload, createdAt: time, correlationId },
    causationId: envelope.causationId ?? null,
    traceparent: envelope.traceparent ?? null,
    recipient: envelope.recipient ?? null,
  });
  await transaction.execute(sql`insert into outbox (${names}) values (${values})`);
}
