import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { toRecord } from '@galleria/messaging/contract/envelope';
import { toDeadLetterRecord } from '@galleria/messaging/dead-letters/dead-letter-topic';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { startService, type TestService } from '@galleria/platform/testing/service-harness';
import { vi } from 'vitest';
import { createOperationsApp } from '../src/app.ts';

export type OperationsService = TestService<Awaited<ReturnType<typeof createOperationsApp>>>;

export const startOperations = (): Promise<OperationsService> => startService('operations', createOperationsApp, {});

export const administrator = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };

/** Of the request behind every letter. */
export const CORRELATION = 'of-ada:checkout';
export const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export interface Failed {
  readonly service?: string;
  readonly messageId?: string;
  readonly code?: string;
  readonly offset?: bigint;
  readonly failedAt?: Date;
}

let nextOffset = 0n;

/** The record that a service leaves of a message which it could not handle. */
export function letterOf<Data>(contract: MessageContract<Data>, data: Data, failed: Failed = {}) {
  const { service = 'payments', messageId = newId(), code = 'TypeError', offset = (nextOffset += 1n) } = failed;
  const key = contract.keyOf(data);
  const { headers, topic, value } = toRecord({
    ...{ id: messageId, type: contract.type, source: 'orders', time: new Date(), key, correlationId: CORRELATION },
    traceparent: TRACE,
    ...{ topic: contract.topic, payload: JSON.stringify(data) },
  });
  const record = { topic, key, value, headers, partition: 2, offset };
  const letter = toDeadLetterRecord(service, record, { error: new TypeError('x is undefined'), code, attempts: 12 });
  if (failed.failedAt === undefined) return letter;
  return { ...letter, headers: { ...letter.headers, dead_letter_failed_at: failed.failedAt.toISOString() } };
}

type Letter = ReturnType<typeof letterOf>;

/** Sends letters, and waits until they are kept; gives their ids. */
export async function fail(service: OperationsService, ...letters: readonly Letter[]): Promise<string[]> {
  const ids = letters.map(({ headers }) => headers['dead_letter_id'] ?? '');
  await service.send(letters);
  await vi.waitFor(async () => {
    const { rows } = await service.database.pool.query('select 1 from dead_letters where id = any($1::uuid[])', [ids]);
    if (rows.length < ids.length) throw new Error(`${rows.length} of ${ids.length} letters are kept.`);
  }, PATIENCE);
  return ids;
}

const LETTER = `
  id service status type messageId source key correlationId attempts payload isReplayable reason resolvedAt
  error { code message } origin { topic partition offset } headers { name value }
  order { id } payment { id } resolvedBy { id }`;

export async function readLetter(service: OperationsService, id: string) {
  const document = `query ($id: ID!) { deadLetter(id: $id) { ${LETTER} } }`;
  return (await service.query(document, { variables: { id }, viewer: administrator })).data.deadLetter;
}

export async function listLetters(service: OperationsService, filter: object, page: object = { first: 100 }) {
  const document = `query ($filter: DeadLetterFilter, $first: Int!, $after: String) {
    deadLetters(filter: $filter, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ${LETTER} }
    }
  }`;
  const variables = { filter, ...page };
  return service.query(document, { variables, viewer: administrator });
}

/** One of the four mutations, as the administrator; gives its answer. */
export async function decide(service: OperationsService, name: string, given: Record<string, unknown>) {
  const many = name.endsWith('s');
  const parameters = Object.keys(given).map((key) => `$${key}: ${TYPES[key]}`);
  const passed = Object.keys(given).map((key) => `${key}: $${key}`);
  const counts = name.startsWith('replay') ? 'notReplayable' : '';
  const selection = many
    ? `... on ${name.startsWith('replay') ? 'DeadLettersReplayed' : 'DeadLettersDiscarded'} { count remaining ${counts} }`
    : `... on ${name.startsWith('replay') ? 'DeadLetterReplayed' : 'DeadLetterDiscarded'} { deadLetter { ${LETTER} } }
       ... on DeadLetterResolved { deadLetter { id status } }`;
  const document = `mutation (${parameters.join(', ')}) {
    ${name}(${passed.join(', ')}) { __typename ... on Problem { code } ${selection} }
  }`;
  const answer = await service.query(document, { variables: given, viewer: administrator });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data[name];
}

const TYPES: Readonly<Record<string, string>> = { id: 'ID!', reason: 'String!', filter: 'DeadLetterFilter!' };
