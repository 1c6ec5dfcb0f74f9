import { notificationSent } from '@galleria/events/notifications';
import { runInContext } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import type { Mailer } from '../clients/smtp-mailer.ts';
import { nextStep, type AttemptOutcome, type DeliveryStep, type SendOutcome } from '../domain/delivery.ts';
import { renderLetter } from '../domain/mail.ts';
import type { DueMail, NewAttempt } from '../domain/notification.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import type { TokenSeal } from './token-seal.ts';

/** Sends one mail. What became of it is to be noted: `note` may be called again when it fails. */
export type SendMail = (mail: DueMail) => Promise<SentMail>;

export interface SentMail {
  readonly outcome: AttemptOutcome;
  readonly note: () => Promise<void>;
}

export interface SendMailDependencies {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly tokenSeal: TokenSeal;
  readonly shopUrl: string;
  readonly logger: Logger;
}

/**
 * At least once: a crash between the server's "accepted" and our commit sends the mail a second time, with the same
 * Message-ID. Telling it the other way round would lose mails instead.
 */
export function createSendMail(dependencies: SendMailDependencies): SendMail {
  const { unitOfWork, clock, random, logger } = dependencies;

  const note = (mail: DueMail, step: DeliveryStep, attempt: NewAttempt): Promise<void> =>
    unitOfWork(async ({ deliveries, outbox }) => {
      const { notificationId, userId, kind } = mail;
      await deliveries.addAttempt(notificationId, attempt);
      if (step.kind === 'failed') return deliveries.markFailed(mail);
      if (step.kind === 'wait') return deliveries.postpone(mail, step);
      const sentAt = clock();
      if (!(await deliveries.markSent(notificationId, sentAt))) return;
      const told = { notificationId, userId, kind, channel: 'EMAIL' as const, sentAt: sentAt.toISOString() };
      await outbox.add(notificationSent, told);
    });

  return (mail) => {
    const context = { correlationId: mail.correlationId };
    return runInContext(context, async () => {
      const startedAt = performance.now();
      const at = clock();
      const outcome = await deliver(dependencies, mail, at);
      const durationMs = Math.round(performance.now() - startedAt);
      report(logger, mail, outcome, durationMs);
      const step = nextStep(outcome.kind, mail, clock(), random());
      const attempt = { at, durationMs, email: mail.recipient.email, outcome };
      return { outcome: outcome.kind, note: () => runInContext(context, () => note(mail, step, attempt)) };
    });
  };
}

/** The token is in the clear here, between the database and the mail server, and nowhere else. */
async function deliver(dependencies: SendMailDependencies, mail: DueMail, now: Date): Promise<SendOutcome> {
  const { mailer, tokenSeal, shopUrl } = dependencies;
  const { notificationId: id, occasion, recipient, sealedToken, expiresAt } = mail;
  if (expiresAt !== null && expiresAt <= now) return expired('The link in the mail had stopped working.');
  const token = sealedToken === null ? null : tokenSeal.open(sealedToken, id);
  if (token === null && expiresAt !== null) return expired('The link in the mail was sealed with another secret.');
  const letter = renderLetter({ occasion, recipient, shopUrl, token });
  return mailer.send({ ...letter, id, to: recipient, date: mail.createdAt });
}

function expired(text: string): SendOutcome {
  return { kind: 'EXPIRED', answer: { code: null, text } };
}

/** The mail server's words are kept in the delivery log only: they commonly repeat the address. */
function report(logger: Logger, mail: DueMail, { kind: outcome, answer }: SendOutcome, durationMs: number): void {
  const about = { notificationId: mail.notificationId, kind: mail.kind, attempts: mail.attempts, durationMs };
  switch (outcome) {
    case 'SENT':
      return logger.info(about, 'mail sent');
    case 'REFUSED':
      return logger.error({ ...about, code: answer.code }, 'the mail server refused a mail');
    case 'DEFERRED':
      return logger.warn({ ...about, code: answer.code }, 'the mail server will take a mail later');
    case 'EXPIRED':
      return logger.warn({ ...about, reason: answer.text }, 'mail not sent');
    case 'UNREACHABLE':
      // One line for the outage, not one for each mail: the dispatcher writes it.
      return logger.debug({ ...about, code: answer.code }, 'mail not sent');
  }
}
