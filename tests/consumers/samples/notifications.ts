import { notificationWritten } from '@galleria/events/notifications';
import { createNotificationsApp } from '../../../subgraphs/notifications/src/app.ts';
import type { ConsumerSamples } from '../story.ts';
import { accountSamples } from './notifications/accounts.ts';
import type { NotificationsStageApp } from './notifications/history.ts';
import { orderSamples } from './notifications/orders.ts';

/** What becomes of orders and accounts. Nothing is mailed: what is due stays in the database. */
export const consumers: ConsumerSamples<NotificationsStageApp> = {
  create: (infrastructure) =>
    createNotificationsApp(infrastructure, {
      SMTP_URL: 'smtp://127.0.0.1:1',
      SMTP_CONNECTIONS: 1,
      SMTP_TIMEOUT_MS: 15_000,
      MAIL_FROM: 'Galleria <shop@galleria.example>',
      STOREFRONT_URL: 'https://galleria.example',
      NODE_ENV: 'test',
    }),
  // Sealed with a random nonce, and made of ids.
  varying: ['sealed_token', 'fact'],
  // Of an account that is erased first nothing is written into the inbox.
  passing: [notificationWritten.type],
  samples: { ...orderSamples, ...accountSamples },
};
