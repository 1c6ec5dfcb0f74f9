import { setTimeout } from 'node:timers/promises';
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
  /** Takes up to `limit` mails that are due; nobody else takes them for `leaseMs` milliseconds. */
  readonly takeDue: (limit: number, leaseMs: number) => Promise<readonly DueMail[]>;
  /** Keeps others away from these for another `leaseMs` milliseconds. */
  readonly renew: (mails: readonly DueMail[], leaseMs: number) => Promise<void>;
  readonly send: SendMail;
  readonly outage: MailServerOutage;
  readonly bell: Bell;
  readonly logger: Logger;
  /** How long after its last sign of life a sender is taken for dead; a minute unless told. */
  readonly leaseMs?: number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Mails under way at once: more than there are connections, so that each of these finds its next mail waiting. */
const CONCURRENCY = 32;
const LEASE_MS = 60_000;
/** For what another instance left behind, and for deliveries whose time comes without anything happening. */
const POLL_MS = 2_000;
const STOP_DEADLINE_MS = 1_000;
const NOTE_ATTEMPTS = 60;
const NOTE_AGAIN_MS = 1_000;

/**
 * Sends what is due, as it becomes due. While the mail server is away it pauses as a whole and then tries one mail,
 * instead of letting each mail wait for itself: so all of them leave within seconds of the server's return.
 */
export function createMailDispatcher(dependencies: MailDispatcherDependencies): MailDispatcher {
  const { outage, bell, logger, leaseMs = LEASE_MS } = dependencies;
  const underWay = new Map<Promise<void>, DueMail>();
  let stopped = true;
  let isMoreDue = false;
  let renewals: NodeJS.Timeout | undefined;
  let finished: Promise<void> = Promise.resolve();

  const takeMore = async (): Promise<void> => {
    const limit = Math.max(0, (outage.isOn ? 1 : CONCURRENCY) - underWay.size);
    const mails = limit > 0 ? await dependencies.takeDue(limit, leaseMs) : [];
    isMoreDue = mails.length === limit;
    for (const mail of mails) {
      const sending = sendOne(dependencies, mail, () => stopped).finally(() => {
        underWay.delete(sending);
        // Refilled by halves: one query for many mails.
        if ((isMoreDue || outage.isOn) && underWay.size <= CONCURRENCY / 2) bell.ring();
      });
      underWay.set(sending, mail);
    }
  };

  // A hanging mail server can keep a mail for longer than a lease: the mail stays ours as long as this process lives.
  const renew = (): void => {
    if (underWay.size === 0) return;
    dependencies.renew([...underWay.values()], leaseMs).catch((thrown: unknown) => {
      logger.warn({ reason: toError(thrown).message }, 'could not hold on to the mail under way');
    });
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
      renewals = setInterval(renew, leaseMs / 3);
      finished = run();
    },
    stop: async () => {
      stopped = true;
      bell.ring();
      const drained = finished.then(() => Promise.all(underWay.keys()));
      await atMost(STOP_DEADLINE_MS, drained);
      clearInterval(renewals);
    },
  };
}

async function sendOne(
  dependencies: MailDispatcherDependencies,
  mail: DueMail,
  isStopped: () => boolean,
): Promise<void> {
  const { send, outage, logger } = dependencies;
  const about = { notificationId: mail.notificationId };
  try {
    const { outcome, note } = await send(mail);
    if (outcome !== 'EXPIRED') outage.note(outcome !== 'UNREACHABLE');
    await noteUntilDone(note, dependencies, isStopped);
  } catch (thrown) {
    logger.error({ ...about, err: toError(thrown) }, 'what became of a mail is not noted: it is sent again later');
  }
}

/** A database that is away for a moment must not make a mail go out twice: it stays ours until it is noted. */
async function noteUntilDone(
  note: () => Promise<void>,
  { logger, pause = setTimeout }: MailDispatcherDependencies,
  isStopped: () => boolean,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await note();
    } catch (thrown) {
      if (attempt === NOTE_ATTEMPTS || isStopped()) throw thrown;
      logger.warn({ reason: toError(thrown).message }, 'could not note what became of a mail, trying again');
      await pause(NOTE_AGAIN_MS);
    }
  }
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const deadline = new AbortController();
  const late = setTimeout(ms, undefined, { signal: deadline.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  deadline.abort();
}
