import type { ConsumerSamples } from '../story.ts';
import { accountSamples } from './payments/accounts.ts';
import { commandSamples } from './payments/commands.ts';
import { createPaymentsStageApp, type PaymentsStageApp } from './payments/history.ts';

/** Commands of orders, and what payments follows of accounts. */
export const consumers: ConsumerSamples<PaymentsStageApp> = {
  create: createPaymentsStageApp,
  // It is made of the order's id.
  varying: ['input_digest'],
  samples: { ...commandSamples, ...accountSamples },
};
