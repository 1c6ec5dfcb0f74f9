import { z } from 'zod';
import { loadConfig, processSettings, type Environment } from '@galleria/kit/config';

const { PORT, HOST, LOG_LEVEL, NODE_ENV } = processSettings;

const mailboxSettings = z.object({
  PORT,
  HOST,
  LOG_LEVEL,
  NODE_ENV,
  SMTP_PORT: PORT,
  MAILBOX_DIRECTORY: z.string().min(1),
});

export type MailboxConfig = z.output<typeof mailboxSettings>;

export function loadMailboxConfig(env: Environment): MailboxConfig {
  return loadConfig(mailboxSettings, env);
}
