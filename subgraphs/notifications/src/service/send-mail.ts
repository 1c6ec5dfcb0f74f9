import { notificationSent } from '@galleria/events/notifications';
import { runInContext } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import type { Mailer } from '../clients/smtp-mailer.ts';
import { nextStep, type DeliveryStep, type SendOutcome } from '../domain/delivery.ts';
import { renderLetter } from '../domain/mail.ts';
import type { DueMail } from '../domain/notification.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

/** Sends one mail and notes what became of it. False when the mail server cannot be reached. */
export type SendMail = (mail: DueMail) => Promise<boolean>;

/**
 * At least once: a crash between the server's "accepted" and our commit sends the mail a second time, with the same
 * Message-ID. Telling it the other way round would lose mails instead.
 */
export function createSendMail(dependencies: {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly shopUrl: string;
  readonly logger: Logger;
}): SendMail {
  const { mailer, unitOfWork, clock, shopUrl, logger } = dependencies;

  const note = (mail: DueMail, step: DeliveryStep): Promise<void> =>
    unitOfWork(async ({ deliveries, outbox }) => {
      const { notificationId, userId, kind } = mail;
      if (step.kind === 'failed') return deliveries.markFailed(notificationId, step.reason);
      if (step.kind === 'wait') return deliveries.postpone(notificationId, step);
      const sentAt = clock();
      if (!(await deliveries.markSent(notificationId, sentAt))) return;
      const told = { notificationId, userId, kind, channel: 'EMAIL' as const, sentAt: sentAt.toISOString() };
      await outbox.add(notificationSent, told);
    });

  const send = async (mail: DueMail): Promise<boolean> => {
    const startedAt = performance.now();
    const letter = renderLetter(mail.occasion, mail.recipient, shopUrl);
    const id = mail.notificationId;
    const outcome = await mailer.send({ ...letter, id, to: mail.recipient, date: mail.createdAt });
    await note(mail, nextStep(outcome, mail.attempts, clock()));
    report(logger, mail, outcome, Math.round(performance.now() - startedAt));
    return outcome.kind !== 'unreachable';
  };

  return (mail) => runInContext({ correlationId: mail.correlationId }, () => send(mail));
}

function report(logger: Logger, mail: DueMail, outcome: SendOutcome, durationMs: number): void {
  const about = { notificationId: mail.notificationId, kind: mail.kind, attempts: mail.attempts, durationMs };
  switch (outcome.kind) {
    case 'sent':
      return logger.info(about, 'mail sent');
    case 'refused':
      return logger.error({ ...about, reason: outcome.reason }, 'the mail server refused a mail');
    case 'deferred':
      return logger.warn({ ...about, reason: outcome.reason }, 'the mail server will take a mail later');
    case 'unreachable':
      // One line for the outage, not one for each mail: the dispatcher writes it.
      return logger.debug({ ...about, reason: outcome.reason }, 'mail not sent');
  }
}
