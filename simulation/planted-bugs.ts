import type { Inbox } from '@galleria/messaging/inbox/inbox';
import type { Broker } from '@galleria/messaging/kafka/broker';
import { BrokerError } from '@galleria/messaging/kafka/broker-error';
import type { Outbox } from '@galleria/messaging/outbox/outbox';
import type { OutboxConnection } from '@galleria/messaging/outbox/outbox-connection';
import type { bindNotifications } from './repositories/notification-tables.ts';
import type { bindPayments } from './repositories/payments-work.ts';

/** Bugs that the simulation must find: each is a part of the wiring that is replaced, and none is in the real code. */
export const PLANTED_BUGS = [
  'relay-marks-early',
  'consumer-without-inbox',
  'saga-without-timeout',
  'commit-across-a-gap',
  'later-row-passes',
  'refund-refused',
  'sweep-on-a-backlog',
  'refund-by-hand-without-its-key',
  'refund-by-hand-without-its-guard',
  'erasure-without-a-mark-in-payments',
  'erasure-without-a-mark-in-notifications',
] as const;

export type PlantedBug = (typeof PLANTED_BUGS)[number];

/** Takes every message for new. */
export function forgetful(inbox: Inbox): Inbox {
  return {
    accept: async (messageId) => {
      await inbox.accept(messageId);
      return true;
    },
  };
}

/** Removes rows when it reads them, before the broker has acknowledged anything. */
export function markingEarly(outbox: OutboxConnection): OutboxConnection {
  return {
    ...outbox,
    unsent: async (limit, exceptKeys) => {
      const rows = await outbox.unsent(limit, exceptKeys);
      outbox.removeSent(rows.map(({ position }) => position));
      return rows;
    },
    removeSent: () => undefined,
  };
}

/** Sets a refused row aside, and not its key: the later rows of the key pass. */
export function createPassing(): {
  readonly outbox: (outbox: OutboxConnection) => OutboxConnection;
  readonly broker: (broker: Broker) => Broker;
} {
  const refused = new Map<string, number>();
  const tryAgainMs = 2_000;
  return {
    outbox: (outbox) => ({
      ...outbox,
      unsent: async (limit) =>
        (await outbox.unsent(limit, [])).filter(({ id }) => (refused.get(id) ?? 0) + tryAgainMs < Date.now()),
    }),
    broker: (broker) => ({
      ...broker,
      createProducer: () => {
        const producer = broker.createProducer();
        return {
          ...producer,
          send: async (records) => {
            try {
              await producer.send(records);
            } catch (thrown) {
              const id = records[0]?.headers['ce_id'];
              const isRefused = thrown instanceof BrokerError && thrown.refused && records.length === 1;
              if (isRefused && id !== undefined) refused.set(id, Date.now());
              throw thrown;
            }
          },
        };
      },
    }),
  };
}

/** Lets each assignment look like a new session, of which nothing was left unfinished. */
export function forgettingGaps(broker: Broker): Broker {
  return {
    ...broker,
    consume: (options) =>
      broker.consume({
        ...options,
        attach: (session) => {
          let listener = options.attach({ ...session });
          return {
            onAssigned: (partitions) => {
              listener = options.attach({ ...session });
              listener.onAssigned(partitions);
            },
            onRecords: (records) => listener.onRecords(records),
            onEnded: (error) => listener.onEnded(error),
          };
        },
      }),
  };
}

type BindPayments = typeof bindPayments;

/** Takes every request for a refund by hand for the first of its key. */
export function forgettingKeys(bind: BindPayments): BindPayments {
  return (tables) => {
    const work = bind(tables);
    return { ...work, refundRequests: { ...work.refundRequests, begin: async () => null } };
  };
}

/** Shows a payment as if nothing of it had been promised back. */
export function forgettingRefunds(bind: BindPayments): BindPayments {
  return (tables) => {
    const work = bind(tables);
    const lockByOrder: typeof work.payments.lockByOrder = async (orderId) => {
      const payment = await work.payments.lockByOrder(orderId);
      return payment === null ? null : { ...payment, refundedMinor: 0 };
    };
    return { ...work, payments: { ...work.payments, lockByOrder } };
  };
}

/** Erases what payments has of a customer, and does not remember that it did: what comes late brings them back. */
export function unmarkedInPayments(bind: BindPayments): BindPayments {
  return (tables) => {
    const work = bind(tables);
    return { ...work, customers: { ...work.customers, markErased: async () => undefined } };
  };
}

/** The same in notifications. */
export function unmarkedInNotifications(bind: typeof bindNotifications): typeof bindNotifications {
  return (tables) => {
    const work = bind(tables);
    const erase: typeof work.erasure.erase = async (userId, at) => {
      await work.erasure.erase(userId, at);
      tables.recipients.delete(userId);
    };
    return { ...work, erasure: { ...work.erasure, erase } };
  };
}

/** Tells nobody that the provider has refused a refund. */
export function silentAboutRefusals(outbox: Outbox): Outbox {
  return {
    add: async (contract, data) => {
      if (!contract.type.startsWith('payments.refund-refused')) await outbox.add(contract, data);
    },
  };
}
