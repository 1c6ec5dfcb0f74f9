import type { FragmentType } from '@apollo/client';
import { useFragment, useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../graph/answer.ts';
import { announce } from '../ui/announcer.ts';
import { Field } from '../ui/field.tsx';
import { formText } from '../ui/form-text.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { ProfileOfUserFragmentDoc, UpdateProfileDocument, type ProfileOfUserFragment } from './generated/profile.ts';

/** How somebody is called and written to. */
export function Profile({ user }: { readonly user: FragmentType<ProfileOfUserFragment> }) {
  const { words } = useLanguage();
  const { account, problemOf } = useAccountWords();
  const { data: profile, complete } = useFragment({ fragment: ProfileOfUserFragmentDoc, from: user });
  const [update, { loading }] = useMutation(UpdateProfileDocument);
  const [problem, setProblem] = useState<string>();
  const submit = async (fields: FormData) => {
    const input = {
      name: formText(fields, 'name'),
      locale: formText(fields, 'locale') === 'DE' ? 'DE' : 'EN',
    } as const;
    const result = await answerOf(update({ variables: { input } }), 'updateProfile');
    setProblem('code' in result ? result.code : undefined);
    if (!('code' in result)) announce(account.saved);
  };
  if (!complete) return null;
  return (
    <section className="card" aria-labelledby="profile">
      <h2 id="profile" className="mb-5">
        {account.profile.title}
      </h2>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Field
          label={words.account.name}
          name="name"
          defaultValue={profile.name ?? ''}
          autoComplete="name"
          required
          maxLength={100}
          problem={problem === undefined ? undefined : problemOf(problem)}
        />
        <Field label={words.account.email} value={profile.email ?? ''} readOnly autoComplete="email" />
        <SelectField
          label={account.profile.locale}
          name="locale"
          defaultValue={profile.locale ?? 'EN'}
          options={account.profile.locales}
        />
        <button type="submit" className="button-quiet justify-self-start" disabled={loading}>
          {account.save}
        </button>
      </form>
    </section>
  );
}
