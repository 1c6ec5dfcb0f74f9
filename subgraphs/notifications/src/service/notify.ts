import { newId } from '@galleria/kit/identifiers';
import { orderOf, type Occasion } from '../domain/occasion.ts';
import { wordingOf } from '../domain/wording.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

/** The inbox's name for this service: a message takes effect once. */
const CONSUMER = 'notifications';

/** The message that caused a notification. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly time: Date;
}

export interface Account {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

export interface Notify {
  /**
   * Tells a customer something: an entry in the inbox and a mail, in one transaction. The customer need not be known yet
   * (orders and users publish to different topics, so either may come first): the mail then waits for the recipient. Holding
   * up the message instead would hold up all later ones of its order, and bury them when users is away for long.
   */
  aboutOrder(cause: Cause, customerId: string, occasion: Occasion): Promise<void>;
  /** Notes a new recipient, sends what was waiting for them, and welcomes them. */
  registered(cause: Cause, account: Account): Promise<void>;
  updated(cause: Cause, account: Account): Promise<void>;
}

export function createNotify(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  /** Called after a commit that left mail to send. */
  readonly onMailDue: () => void;
}): Notify {
  const { unitOfWork, clock, onMailDue } = dependencies;
  const once = async (cause: Cause, effect: (work: Work) => Promise<void>): Promise<void> => {
    const isNew = await unitOfWork(async (work) => {
      if (!(await work.inbox.accept(CONSUMER, cause.id))) return false;
      await effect(work);
      return true;
    });
    if (isNew) onMailDue();
  };

  return {
    aboutOrder: (cause, customerId, occasion) =>
      once(cause, (work) => write(work, cause, customerId, occasion, clock())),
    registered: (cause, account) =>
      once(cause, async (work) => {
        await work.recipients.save({ ...account, updatedAt: cause.time });
        await write(work, cause, account.userId, { kind: 'WELCOME' }, clock());
      }),
    updated: (cause, account) => once(cause, (work) => work.recipients.save({ ...account, updatedAt: cause.time })),
  };
}

async function write(work: Work, cause: Cause, userId: string, occasion: Occasion, createdAt: Date): Promise<void> {
  const { title, paragraphs } = wordingOf(occasion);
  const order = orderOf(occasion);
  const notification = {
    id: newId(),
    userId,
    kind: occasion.kind,
    title,
    body: paragraphs.join('\n\n'),
    occasion,
    orderId: order?.id ?? null,
    orderNumber: order?.number ?? null,
    createdAt,
  };
  await work.notifications.insertWithMail(notification, cause.correlationId);
}
