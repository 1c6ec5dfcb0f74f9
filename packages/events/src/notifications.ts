import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, moment } from './values.ts';

export const notificationWritten = defineEvent({
  owner: 'notifications',
  name: 'notification-written',
  version: 1,
  description: 'There is a new entry in the inbox of a customer.',
  key: (data) => data.userId,
  schema: z.object({ notificationId: id, userId: id, kind: z.string(), writtenAt: moment }),
});

export const notificationSent = defineEvent({
  owner: 'notifications',
  name: 'notification-sent',
  version: 1,
  description: 'A customer was told something by mail.',
  unheardBecause:
    'For a record of what customers were told, kept outside; the log of deliveries is in notifications itself.',
  key: (data) => data.userId,
  schema: z.object({
    notificationId: id,
    userId: id,
    kind: z.string(),
    channel: z.enum(['EMAIL']),
    sentAt: moment,
  }),
});
