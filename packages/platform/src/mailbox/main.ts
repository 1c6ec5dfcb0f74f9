import { runProcess } from '@galleria/kit/process/lifecycle';
import { createLogger } from '@galleria/kit/logger';
import { loadMailboxConfig } from './config.ts';
import { startMailbox } from './mailbox.ts';

const config = loadMailboxConfig(process.env);
const logger = createLogger({ service: 'mailbox', level: config.LOG_LEVEL });

await runProcess(logger, () =>
  startMailbox({
    host: config.HOST,
    port: config.PORT,
    smtpPort: config.SMTP_PORT,
    directory: config.MAILBOX_DIRECTORY,
    logger,
  }),
);
