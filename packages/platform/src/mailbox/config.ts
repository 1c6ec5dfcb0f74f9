import { z } from 'zod';
import { loadConfig, processSettings, type Environment } from '@galleria/kit/config';

const { PORT, HOST, LOG_LEVEL, NODE_ENV } = processSettings;

export const settings = z.object({
  PORT,
  HOST,
  LOG_LEVEL,
  NODE_ENV,
  SMTP_PORT: PORT,
  MAILBOX_DIRECTORY: z.string().min(1),
});

export type MailboxConfig = z.output<typeof settings>;

export function loadMailboxConfig(env: Environment): MailboxConfig {
  return loadConfig(settings, env);
}
