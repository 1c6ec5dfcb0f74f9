import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, moment } from './values.ts';

export const faultSwitched = defineEvent({
  owner: 'operations',
  name: 'fault-switched',
  version: 1,
  description: 'An administrator asked a service to show a fault until some moment, or no longer.',
  key: (data) => data.service,
  schema: z.object({
    faultId: id,
    service: z.string(),
    kind: z.enum(['SLOW', 'FAILING', 'PAYMENTS_DECLINED', 'PROVIDER_SILENT']),
    /** How long each answer waits; null for all kinds but SLOW. */
    delayMs: z.int().min(0).nullable(),
    until: moment,
    isOn: z.boolean(),
  }),
});
