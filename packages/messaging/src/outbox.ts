import type { Queryable } from '@galleria/kit/database';
import { currentContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/sql';
import type { MessageContract } from './contract.ts';
import type { Envelope } from './envelope.ts';

/** The channel on which a commit wakes the relay. */
export const OUTBOX_CHANNEL = 'outbox';

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
    add: async (contract, data) => {
      const valid = contract.schema.parse(data);
      const context = currentContext();
      const id = newId();
      await writeToOutbox(transaction, {
        id,
        type: contract.type,
        source: options.source,
        topic: contract.topic,
        key: contract.keyOf(valid),
        time: new Date(),
        payload: JSON.stringify(valid),
        correlationId: context?.correlationId ?? id,
        ...(context?.causationId === undefined ? {} : { causationId: context.causationId }),
        ...(context?.traceparent === undefined ? {} : { traceparent: context.traceparent }),
      });
    },
  };
}

/** One round trip: the row, and the notification that PostgreSQL delivers to the relay when the transaction commits. */
export async function writeToOutbox(transaction: Queryable, envelope: Envelope): Promise<void> {
  const { id, type, source, topic, key, payload, time, correlationId } = envelope;
  await transaction.query(sql`
    with message as (
      insert into outbox (
        id, type, source, topic, key, payload, created_at, correlation_id, causation_id, traceparent, recipient
      ) values (
        ${id}, ${type}, ${source}, ${topic}, ${key}, ${payload}, ${time}, ${correlationId},
        ${envelope.causationId ?? null}, ${envelope.traceparent ?? null}, ${envelope.recipient ?? null}
      )
    )
    select pg_notify(${OUTBOX_CHANNEL}, '')`);
}
