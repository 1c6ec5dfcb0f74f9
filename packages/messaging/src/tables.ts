import * as c from '@galleria/kit/database/columns';
import { table } from '@galleria/kit/database/table';

// As in prisma-models.md. A test compares them with the database of every service.

export const outbox = table('outbox', {
  position: c.withDefault(c.bigint),
  id: c.uuid,
  type: c.text,
  source: c.text,
  topic: c.text,
  key: c.text,
  payload: c.text,
  correlationId: c.text,
  causationId: c.optional(c.text),
  traceparent: c.optional(c.text),
  recipient: c.optional(c.text),
  createdAt: c.withDefault(c.timestamp),
});

export const inbox = table('inbox', {
  consumer: c.text,
  messageId: c.uuid,
  acceptedAt: c.withDefault(c.timestamp),
});
