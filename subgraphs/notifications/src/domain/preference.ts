import type { NotificationKind } from './occasion.ts';

/** The ways of telling a customer something. */
export type Channel = 'IN_APP' | 'EMAIL';

/** A kind through a channel, which a customer has turned off. */
export interface OptOut {
  readonly kind: NotificationKind;
  readonly channel: Channel;
}

/** What a customer can choose, and has chosen. */
export interface Preference extends OptOut {
  readonly enabled: boolean;
  /** The law or the account's safety wants it told: it cannot be turned off. */
  readonly required: boolean;
}

interface Rule {
  readonly channels: readonly Channel[];
  /** `ONCE` is told when nobody can have chosen yet, so there is nothing to choose. */
  readonly choice: 'FREE' | 'REQUIRED' | 'ONCE';
}

const BOTH = ['IN_APP', 'EMAIL'] as const;

/** A link that works once belongs in the mail that proves whose address it is, and nowhere else. */
const RULES: Readonly<Record<NotificationKind, Rule>> = {
  WELCOME: { channels: BOTH, choice: 'ONCE' },
  EMAIL_VERIFICATION: { channels: ['EMAIL'], choice: 'REQUIRED' },
  PASSWORD_RESET: { channels: ['EMAIL'], choice: 'REQUIRED' },
  PASSWORD_CHANGED: { channels: BOTH, choice: 'REQUIRED' },
  ORDER_CONFIRMED: { channels: BOTH, choice: 'REQUIRED' },
  PAYMENT_FAILED: { channels: BOTH, choice: 'REQUIRED' },
  REFUNDED: { channels: BOTH, choice: 'REQUIRED' },
  ORDER_REJECTED: { channels: BOTH, choice: 'FREE' },
  ORDER_CANCELLED: { channels: BOTH, choice: 'FREE' },
  ORDER_SHIPPED: { channels: BOTH, choice: 'FREE' },
  ORDER_DELIVERED: { channels: BOTH, choice: 'FREE' },
};

export const NOTIFICATION_KINDS = Object.keys(RULES) as NotificationKind[];

/** Every preference there is, as it stands for a customer who has turned these off. */
export function preferencesOf(optOuts: readonly OptOut[]): Preference[] {
  return NOTIFICATION_KINDS.flatMap((kind) => {
    const { channels, choice } = RULES[kind];
    if (choice === 'ONCE') return [];
    const required = choice === 'REQUIRED';
    return channels.map((channel) => ({
      kind,
      channel,
      required,
      enabled: required || !includes(optOuts, kind, channel),
    }));
  });
}

/** The channels through which a customer who has turned these off is told of something. */
export function channelsFor(kind: NotificationKind, optOuts: readonly OptOut[]): Channel[] {
  const { channels, choice } = RULES[kind];
  return channels.filter((channel) => choice !== 'FREE' || !includes(optOuts, kind, channel));
}

function includes(optOuts: readonly OptOut[], kind: NotificationKind, channel: Channel): boolean {
  return optOuts.some((optOut) => optOut.kind === kind && optOut.channel === channel);
}
