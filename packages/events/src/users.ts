import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, moment } from './values.ts';

const account = z.object({ userId: id, email: z.email(), name: z.string() });

export const userRegistered = defineEvent({
  owner: 'users',
  name: 'user-registered',
  version: 1,
  description: 'An account was opened.',
  key: (data) => data.userId,
  schema: account.extend({ registeredAt: moment }),
});

export const userUpdated = defineEvent({
  owner: 'users',
  name: 'user-updated',
  version: 1,
  description: "An account's name or e-mail address is another one now.",
  key: (data) => data.userId,
  schema: account,
});
