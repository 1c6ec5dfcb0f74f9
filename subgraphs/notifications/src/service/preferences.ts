import { accessErrors } from '@galleria/kit/errors';
import { preferencesOf, type OptOut, type Preference } from '../domain/preference.ts';
import type { PreferenceReader } from '../repository/preference-reader.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type SetPreferenceOutcome =
  | { readonly kind: 'set'; readonly preference: Preference; readonly preferences: readonly Preference[] }
  | { readonly kind: 'required' }
  /** Nothing of this kind is told through this channel, or it is told when nobody can have chosen yet. */
  | { readonly kind: 'unknown' };

export interface Preferences {
  of(userId: string): Promise<Preference[]>;
  /**
   * Takes effect with its commit: what is told from then on goes by it, and a mail of that kind which still waits is
   * given up. Throws UNAUTHENTICATED when the account was erased.
   */
  set(userId: string, choice: OptOut, enabled: boolean): Promise<SetPreferenceOutcome>;
}

export function createPreferences(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: PreferenceReader;
}): Preferences {
  const { unitOfWork, reader } = dependencies;
  return {
    of: async (userId) => preferencesOf(await reader.optOuts(userId)),
    set: async (userId, choice, enabled) => {
      const known = find(preferencesOf([]), choice);
      if (known === undefined) return { kind: 'unknown' };
      if (known.required && !enabled) return { kind: 'required' };
      const optOuts = await unitOfWork(async ({ recipients, deliveries }) => {
        if (!(await recipients.lock(userId))) throw accessErrors.UNAUTHENTICATED({ reason: 'account erased' });
        await recipients.choose(userId, choice, enabled);
        if (!enabled && choice.channel === 'EMAIL') await deliveries.cancel(userId, choice.kind);
        return recipients.optOuts(userId);
      });
      const preferences = preferencesOf(optOuts);
      return { kind: 'set', preference: find(preferences, choice) ?? known, preferences };
    },
  };
}

function find(preferences: readonly Preference[], { kind, channel }: OptOut): Preference | undefined {
  return preferences.find((preference) => preference.kind === kind && preference.channel === channel);
}
