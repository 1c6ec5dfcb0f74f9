import { serviceSettings, smtpUrlSetting } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** The mail server, with user and password where it asks for them. */
  SMTP_URL: smtpUrlSetting,
  /** Connections to the mail server that are kept open. */
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(8),
  /** The sender that customers see. */
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>$/, 'a name and an address: Galleria <shop@galleria.example>')
    .default('Galleria <shop@galleria.example>'),
  /** How long the mail server may be silent, in milliseconds. */
  SMTP_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
  /** The storefront, where links in mails lead. */
  STOREFRONT_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:4090')
    .transform((url) => url.replace(/\/+$/, '')),
});

export type NotificationsConfig = Pick<
  z.output<typeof settings>,
  'SMTP_URL' | 'SMTP_CONNECTIONS' | 'SMTP_TIMEOUT_MS' | 'MAIL_FROM' | 'STOREFRONT_URL' | 'NODE_ENV'
>;
