import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** The mail server, with user and password where it asks for them. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  /** Connections to the mail server that are kept open. */
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(8),
  /** The sender that customers see. */
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>$/, 'a name and an address: Galleria <shop@galleria.example>')
    .default('Galleria <shop@galleria.example>'),
  /** Where links in mails lead. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4000'),
});

export type NotificationsConfig = Pick<
  z.output<typeof settings>,
  'SMTP_URL' | 'SMTP_CONNECTIONS' | 'MAIL_FROM' | 'PUBLIC_URL'
>;
