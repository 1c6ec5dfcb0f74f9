import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, moment } from './values.ts';

export const notificationSent = defineEvent({
  owner: 'notifications',
  name: 'notification-sent',
  version: 1,
  description: 'A customer was told something by mail.',
  key: (data) => data.userId,
  schema: z.object({
    notificationId: id,
    userId: id,
    kind: z.string(),
    channel: z.enum(['EMAIL']),
    sentAt: moment,
  }),
});
