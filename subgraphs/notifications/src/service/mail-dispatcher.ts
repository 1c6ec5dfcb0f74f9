import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { DueMail } from '../domain/notification.ts';
import type { MailServerOutage } from './mail-server-outage.ts';
import type { SendMail } from './send-mail.ts';

export interface MailDispatcher {
  start(): void;
  /** Takes no more mail and waits, for up to a second, for what is under way; the rest is sent after the next start. */
  stop(): Promise<void>;
}

/** Rung when there may be mail to send. A ring between two waits ends the next one. */
export interface Bell {
  ring(): void;
  /** Resolves when rung, or after `ms` milliseconds. */
  wait(ms: number): Promise<unknown>;
}

export interface MailDispatcherDependencies {
  /** Takes up to `limit` mails that are due; when nothing is noted of one within `leaseMs`, it is due again. */
  readonly takeDue: (limit: number, leaseMs: number) => Promise<readonly DueMail[]>;
  readonly send: SendMail;
  readonly outage: MailServerOutage;
  readonly bell: Bell;
  readonly logger: Logger;
}

/** Mails under way at once: more than there are connections, so that each of these finds its next mail waiting. */
const CONCURRENCY = 32;
/** Longer than a mail can take with all its time-outs. */
const LEASE_MS = 60_000;
/** For what another instance left behind, and for deliveries whose time comes without anything happening. */
const POLL_MS = 2_000;
const STOP_DEADLINE_MS = 1_000;

/**
 * Sends what is due, as it becomes due. While the mail server is away it pauses as a whole and then tries one mail, instead
 * of letting each mail wait for itself: so all of them leave within seconds of the server's return.
 */
export function createMailDispatcher(dependencies: MailDispatcherDependencies): MailDispatcher {
  const { outage, bell, logger } = dependencies;
  const underWay = new Set<Promise<void>>();
  let stopped = true;
  let isMoreDue = false;
  let finished: Promise<void> = Promise.resolve();

  const takeMore = async (): Promise<void> => {
    const limit = Math.max(0, (outage.isOn ? 1 : CONCURRENCY) - underWay.size);
    const mails = limit > 0 ? await dependencies.takeDue(limit, LEASE_MS) : [];
    isMoreDue = mails.length === limit;
    for (const mail of mails) {
      const sending = sendOne(dependencies, mail).finally(() => {
        underWay.delete(sending);
        // Refilled by halves: one query for many mails.
        if ((isMoreDue || outage.isOn) && underWay.size <= CONCURRENCY / 2) bell.ring();
      });
      underWay.add(sending);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const pauseMs = outage.pauseMs();
      if (pauseMs > 0) {
        await bell.wait(pauseMs);
        continue;
      }
      await takeMore().catch((thrown: unknown) => {
        logger.warn({ reason: toError(thrown).message }, 'could not look for mail to send');
      });
      await bell.wait(POLL_MS);
    }
  };

  return {
    start: () => {
      stopped = false;
      finished = run();
    },
    stop: async () => {
      stopped = true;
      bell.ring();
      const drained = finished.then(() => Promise.all(underWay));
      await atMost(STOP_DEADLINE_MS, drained);
    },
  };
}

async function sendOne({ send, outage, logger }: MailDispatcherDependencies, mail: DueMail): Promise<void> {
  try {
    outage.note(await send(mail));
  } catch (thrown) {
    const about = { err: toError(thrown), notificationId: mail.notificationId };
    logger.error(about, 'what became of a mail could not be noted: it is sent again when its lease ends');
  }
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
