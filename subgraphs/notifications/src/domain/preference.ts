import { KINDS } from './kinds/kinds.ts';
import type { Channel, Requirement } from './kinds/kind.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from './occasion.ts';

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
  readonly because: Requirement | null;
}

/** Every preference there is, as it stands for a customer who has turned these off. */
export function preferencesOf(optOuts: readonly OptOut[]): Preference[] {
  return NOTIFICATION_KINDS.flatMap((kind) => {
    const { channels, choice } = KINDS[kind];
    if (choice === 'ONCE') return [];
    const because = choice === 'FREE' ? null : choice;
    const required = because !== null;
    return channels.map((channel) => ({
      kind,
      channel,
      required,
      because,
      enabled: required || !includes(optOuts, kind, channel),
    }));
  });
}

/** The channels through which a customer who has turned these off is told of something. */
export function channelsFor(kind: NotificationKind, optOuts: readonly OptOut[]): Channel[] {
  const { channels, choice } = KINDS[kind];
  return channels.filter((channel) => choice !== 'FREE' || !includes(optOuts, kind, channel));
}

function includes(optOuts: readonly OptOut[], kind: NotificationKind, channel: Channel): boolean {
  return optOuts.some((optOut) => optOut.kind === kind && optOut.channel === channel);
}
