import { createHash } from 'node:crypto';
import { notificationWritten } from '@galleria/events/notifications';
import { newId } from '@galleria/kit/identifiers';
import type { Language } from '../domain/language.ts';
import { orderOf, type AccountOccasion, type Occasion, type OrderOccasion } from '../domain/occasion.ts';
import { channelsFor } from '../domain/preference.ts';
import { wordingOf } from '../domain/wording/wording.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import { handleOnce, type Cause } from './handle-once.ts';
import type { TokenSeal } from './token-seal.ts';

/** An account as a message tells it. */
export interface Account {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language | undefined;
  readonly version: number;
}

/** The secret of a link that works once, and until when. */
export interface OneTimeLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Something that concerns an account's safety, and the address that is to be told. */
export interface AccountTelling {
  readonly occasion: AccountOccasion;
  readonly toEmail: string;
  readonly link?: OneTimeLink;
}

/**
 * Each takes effect once for a message, and not at all for an account that was erased. The inbox stops a message that
 * comes twice; that nobody is told the same fact twice stops one that comes under two ids.
 */
export interface Notify {
  /**
   * Tells a customer something: an entry in the inbox, a mail or both, as the customer wants, in one transaction. The
   * customer need not be known yet (orders and users publish to different topics, so either may come first): the mail
   * then waits for the recipient. Holding up the message instead would hold up all later ones of its order, and bury
   * them when users is away for long.
   */
  aboutOrder(cause: Cause, customerId: string, occasion: OrderOccasion): Promise<void>;
  /** Notes a new recipient, sends what was waiting for them, and welcomes them. */
  registered(cause: Cause, account: Account): Promise<void>;
  updated(cause: Cause, account: Account): Promise<void>;
  /**
   * Tells something that concerns the account's safety: by mail to the address that the message names, even when the
   * account has moved to another since. That one is to be proved, or to be warned.
   */
  aboutAccount(cause: Cause, account: Account, telling: AccountTelling): Promise<void>;
}

export interface NotifyDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly tokenSeal: TokenSeal;
  /** Called after a commit that left mail to send. */
  readonly onMailDue: () => void;
}

interface Telling {
  readonly cause: Cause;
  readonly userId: string;
  readonly occasion: Occasion;
  readonly toEmail?: string;
  readonly link?: OneTimeLink;
}

export function createNotify(dependencies: NotifyDependencies): Notify {
  const { unitOfWork, onMailDue } = dependencies;
  const once = async (cause: Cause, effect: (work: Work) => Promise<void>): Promise<void> => {
    if (await handleOnce(unitOfWork, cause, effect)) onMailDue();
  };

  return {
    aboutOrder: (cause, userId, occasion) =>
      once(cause, (work) => tell(work, dependencies, { cause, userId, occasion })),
    registered: (cause, account) =>
      once(cause, async (work) => {
        await work.recipients.save(account);
        await tell(work, dependencies, { cause, userId: account.userId, occasion: { kind: 'WELCOME' } });
      }),
    updated: (cause, account) => once(cause, (work) => work.recipients.save(account)),
    aboutAccount: (cause, account, telling) =>
      once(cause, async (work) => {
        await work.recipients.save(account);
        await tell(work, dependencies, { ...telling, cause, userId: account.userId });
      }),
  };
}

async function tell(work: Work, { clock, tokenSeal }: NotifyDependencies, telling: Telling): Promise<void> {
  const { cause, userId, occasion, toEmail, link } = telling;
  const wishes = await work.recipients.wishes(userId);
  if (wishes === null) return;
  const channels = channelsFor(occasion.kind, wishes.optOuts);
  if (channels.length === 0) return;
  const { title, paragraphs } = wordingOf(occasion, wishes.language);
  const order = orderOf(occasion);
  const id = newId();
  const createdAt = clock();
  const isNew = await work.notifications.insert({
    id,
    userId,
    kind: occasion.kind,
    title,
    body: paragraphs.join('\n\n'),
    occasion,
    fact: factOf(telling),
    orderId: order?.id ?? null,
    orderNumber: order?.number ?? null,
    inApp: channels.includes('IN_APP'),
    createdAt,
  });
  if (!isNew) return;
  if (channels.includes('IN_APP')) {
    const written = { notificationId: id, userId, kind: occasion.kind, writtenAt: createdAt.toISOString() };
    await work.outbox.add(notificationWritten, written);
  }
  if (!channels.includes('EMAIL')) return;
  await work.deliveries.insert({
    notificationId: id,
    userId,
    correlationId: cause.correlationId,
    createdAt,
    toEmail: toEmail ?? null,
    sealedToken: link === undefined ? null : tokenSeal.seal(link.token, id),
    expiresAt: link?.expiresAt ?? null,
  });
}

/** What is told, as a digest. Two links differ by their tokens, though they may be sent for at the same moment. */
function factOf({ occasion, link }: Telling): string {
  return createHash('sha256')
    .update(JSON.stringify([occasion, link?.token ?? null]))
    .digest('base64url');
}
