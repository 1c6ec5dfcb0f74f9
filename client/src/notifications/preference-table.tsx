import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../graph/answer.ts';
import { announce } from '../ui/announcer.ts';
import { Icon } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { SetNotificationPreferenceDocument, type PreferencePartsFragment } from './generated/preferences-page.ts';
import { preferenceRows, type PreferenceRow } from './preference-rows.ts';

const CHANNELS = ['IN_APP', 'EMAIL'] as const;

/** A row for each kind of message, a column for each way of telling it. What is chosen holds at once. */
export function PreferenceTable({ preferences }: { readonly preferences: readonly PreferencePartsFragment[] }) {
  const { account, problemOf } = useAccountWords();
  const [set] = useMutation(SetNotificationPreferenceDocument);
  const [problem, setProblem] = useState<string>();
  const choose = async ({ kind, channel, required, because }: PreferencePartsFragment, enabled: boolean) => {
    const preference = { __typename: 'NotificationPreference', kind, channel, enabled, required, because } as const;
    const result = await answerOf(
      set({
        variables: { input: { kind, channel, enabled } },
        optimisticResponse: { setNotificationPreference: { __typename: 'NotificationPreferenceSet', preference } },
      }),
      'setNotificationPreference',
    );
    setProblem('code' in result ? result.code : undefined);
    if (!('code' in result)) announce(account.saved);
  };
  return (
    <div className="grid max-w-3xl gap-5">
      <p id="preferences-text" className="text-lg text-muted">
        {account.preferences.text}
      </p>
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      <table aria-describedby="preferences-text" className="w-full border-y border-line">
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="py-3 text-left font-normal">
              {account.preferences.kind}
            </th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col" className="w-20 py-3 text-center font-normal sm:w-32">
                {account.preferences.channels[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {preferenceRows(preferences).map((row) => (
            <Row key={row.kind} row={row} onChoose={(preference, enabled) => void choose(preference, enabled)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: PreferenceRow;
  readonly onChoose: (preference: PreferencePartsFragment, enabled: boolean) => void;
}

function Row({ row, onChoose }: RowProps) {
  const { words } = useLanguage();
  const { account } = useAccountWords();
  const { name, channels, because } = account.preferences;
  const kind = words.notifications.kinds[row.kind];
  return (
    <tr>
      <th scope="row" className="py-3 pr-3 text-left font-normal">
        {kind}
        {row.because === null ? null : <span className="block text-sm text-muted">{because[row.because]}</span>}
      </th>
      {CHANNELS.map((channel) => {
        const preference = row.of[channel];
        return (
          <td key={channel} className="text-center">
            {preference === undefined || preference.required ? (
              <Fixed told={preference !== undefined} />
            ) : (
              <label className="mx-auto grid size-11 cursor-pointer place-items-center">
                <input
                  type="checkbox"
                  aria-label={name(kind, channels[channel])}
                  checked={preference.enabled}
                  onChange={(event) => onChoose(preference, event.currentTarget.checked)}
                  className="size-5 accent-(--accent)"
                />
              </label>
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Fixed({ told }: { readonly told: boolean }) {
  const { always, never } = useAccountWords().account.preferences;
  return (
    <span className="grid h-11 place-items-center text-muted">
      {told ? <Icon name="check" /> : <span aria-hidden="true">–</span>}
      <span className="sr-only">{told ? always : never}</span>
    </span>
  );
}
