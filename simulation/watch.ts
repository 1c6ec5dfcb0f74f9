import type { IncomingRecord, PartitionOffset } from '@galleria/messaging/kafka/broker';
import type { BrokerWatch } from './ports/memory-broker.ts';
import type { MessageTables } from './ports/memory-database.ts';
import type { Life, World } from './world/world.ts';

/** A message that became a dead letter. */
export interface Buried {
  readonly service: string;
  readonly code: string;
  readonly key: string;
  readonly reason: string;
  readonly messageId: string;
  readonly type: string;
  readonly payload: string;
}

/** Sees what passes through broker and databases, and judges at once what can be judged at once. */
export interface Watch extends BrokerWatch {
  handled(group: string, record: IncomingRecord): void;
  databaseCommitted(service: string, tables: MessageTables, accepted: readonly string[]): void;
  /** A sweep for deadlines begins: what lay in Kafka when its process joined the group must have been handled. */
  sweepBegins(life: Life): void;
  readonly buried: readonly Buried[];
  /** Ids of committed messages that never reached the broker. */
  neverSent(): string[];
}

const PAYMENT_CAPTURED = 'payments.payment-captured';

export function createWatch(world: World, outboxOf: (service: string) => MessageTables['outbox']): Watch {
  const appended = new Set<string>();
  const committedRows = new Set<string>();
  const handled = new Set<string>();
  const checked = new Map<string, bigint>();
  const effects = new Set<string>();
  const endsAtJoin = new Map<Life, readonly PartitionOffset[]>();
  const captures: IncomingRecord[] = [];
  const buried: Buried[] = [];

  return {
    buried,
    appended: (record) => {
      const { headers, key, topic } = record;
      const id = headers['ce_id'] ?? '';
      if (topic.endsWith('.dead-letters')) {
        const letter = buriedBy(record);
        buried.push(letter);
        return world.note('kafka', `keeps a dead letter of ${topic}: ${letter.code} ${letter.reason}`);
      }
      const rows = [...outboxOf(headers['ce_source'] ?? '').values()];
      const own = rows.find((row) => row.id === id);
      const passed = rows.find(
        (row) =>
          row.key === key && own !== undefined && Number(row.position) < Number(own.position) && !appended.has(row.id),
      );
      if (passed !== undefined) world.fail(`${headers['ce_type']} was sent before ${passed.type} of the same key`);
      world.note('kafka', `${appended.has(id) ? 'takes again' : 'takes'} ${headers['ce_type']} of ${key}`);
      appended.add(id);
      if (isCapture(record)) captures.push(record);
    },
    committed: (group, offset) => {
      const partition = `${group} ${offset.topic}/${offset.partition}`;
      for (let at = checked.get(partition) ?? 0n; at < offset.offset; at += 1n) {
        const isHandled = handled.has(positionOf(group, { ...offset, offset: at }));
        if (!isHandled) world.fail(`${partition} is committed up to ${offset.offset} over unfinished ${at}`);
        checked.set(partition, at + 1n);
      }
    },
    joined: (life, ends, partitions) => {
      endsAtJoin.set(life, ends);
      world.note(life.name, `is assigned ${partitions} partitions`);
    },
    handled: (group, record) => void handled.add(positionOf(group, record)),
    sweepBegins: (life) => {
      const ends = endsAtJoin.get(life) ?? [];
      const unread = captures.find(
        (record) => isBefore(ends, record) && !handled.has(positionOf(life.service, record)),
      );
      if (unread !== undefined) world.fail(`deadlines are judged while payment-captured of ${unread.key} waits unread`);
    },
    databaseCommitted: (service, tables, accepted) => {
      for (const id of accepted) {
        if (effects.has(`${service} ${id}`)) world.fail(`a message took effect twice in ${service}: ${id}`);
        effects.add(`${service} ${id}`);
      }
      for (const { id } of tables.outbox.values()) committedRows.add(id);
    },
    neverSent: () => [...committedRows].filter((id) => !appended.has(id)),
  };
}

function isCapture({ headers }: IncomingRecord): boolean {
  return headers['ce_type']?.startsWith(PAYMENT_CAPTURED) === true;
}

function positionOf(group: string, { topic, partition, offset }: PartitionOffset): string {
  return `${group} ${topic}/${partition}/${offset}`;
}

function buriedBy({ topic, headers, key, value }: IncomingRecord): Buried {
  return {
    service: topic.replace('.dead-letters', ''),
    code: headers['dead_letter_error_code'] ?? '',
    key: key ?? '',
    reason: headers['dead_letter_error_message'] ?? '',
    messageId: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    payload: value ?? '',
  };
}

/** Whether the record lay in its partition already when these were the ends. */
function isBefore(ends: readonly PartitionOffset[], record: PartitionOffset): boolean {
  return ends.some(
    ({ topic, partition, offset }) =>
      topic === record.topic && partition === record.partition && offset > record.offset,
  );
}
