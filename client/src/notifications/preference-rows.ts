import type { PreferencePartsFragment } from './generated/preferences-page.ts';

type Preference = Pick<PreferencePartsFragment, 'kind' | 'channel' | 'enabled' | 'required' | 'because'>;

/** One kind of message, and what there is to choose for it; a channel that it never takes is not there. */
export interface PreferenceRow<One extends Preference = PreferencePartsFragment> {
  readonly kind: One['kind'];
  readonly of: Readonly<Partial<Record<One['channel'], One>>>;
  readonly required: boolean;
  /** Why it cannot be turned off. */
  readonly because: One['because'];
}

/** What can be chosen first, what cannot below it; otherwise in the service's order. */
export function preferenceRows<One extends Preference>(preferences: readonly One[]): PreferenceRow<One>[] {
  const kinds = [...new Set(preferences.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = preferences.filter((preference) => preference.kind === kind);
    return {
      kind,
      of: Object.fromEntries(own.map((preference) => [preference.channel, preference])) as PreferenceRow<One>['of'],
      required: own.every(({ required }) => required),
      because: own[0]?.because ?? null,
    };
  });
  return [...rows.filter(({ required }) => !required), ...rows.filter(({ required }) => required)];
}
