import { newId } from '@galleria/kit/identifiers';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSmtpMailer } from './clients/smtp-mailer.ts';
import type { NotificationsConfig } from './config.ts';
import { createDeliveryQueue } from './repository/delivery-queue.ts';
import type { UnitOfWork } from './repository/unit-of-work.ts';
import { createMailDispatcher, type Bell, type MailDispatcher } from './service/mail-dispatcher.ts';
import { createMailServerOutage } from './service/mail-server-outage.ts';
import { createSendMail } from './service/send-mail.ts';
import type { TokenSeal } from './service/token-seal.ts';

export interface MailSendingDependencies extends Pick<Infrastructure, 'database' | 'clock' | 'logger'> {
  readonly unitOfWork: UnitOfWork;
  readonly bell: Bell;
  readonly tokenSeal: TokenSeal;
}

/** Everything between a due mail in the database and the mail server, put together. */
export function createMailSending(dependencies: MailSendingDependencies, config: NotificationsConfig): MailDispatcher {
  const { database, clock, logger } = dependencies;
  const queue = createDeliveryQueue(database);
  const random = Math.random;
  const leaseEnd = (leaseMs: number) => new Date(clock().getTime() + leaseMs);
  const mailer = createSmtpMailer({
    url: config.SMTP_URL,
    from: config.MAIL_FROM,
    connections: config.SMTP_CONNECTIONS,
    timeoutMs: config.SMTP_TIMEOUT_MS,
  });
  const dispatcher = createMailDispatcher({
    ...dependencies,
    takeDue: (limit, leaseMs) => queue.takeDue({ leaseId: newId(), now: clock(), leaseEnd: leaseEnd(leaseMs), limit }),
    renew: (mails, leaseMs) => queue.renew(mails, leaseEnd(leaseMs)),
    send: createSendMail({ ...dependencies, mailer, random, shopUrl: config.STOREFRONT_URL }),
    outage: createMailServerOutage({ logger, random, now: () => clock().getTime() }),
  });
  return {
    start: () => dispatcher.start(),
    stop: async () => {
      await dispatcher.stop();
      mailer.close();
    },
  };
}
