import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { announce } from '../ui/announcer.ts';
import { Field } from '../ui/field.tsx';
import { formText } from '../ui/form-text.ts';
import { useLanguage } from '../words/words.tsx';
import { UpdateProfileDocument } from './generated/account-page.ts';

export function Profile({ name, email }: { readonly name: string; readonly email: string }) {
  const { words } = useLanguage();
  const [update, { loading }] = useMutation(UpdateProfileDocument);
  const [problem, setProblem] = useState<string>();
  const submit = async (fields: FormData) => {
    const input = { name: formText(fields, 'name') };
    const { data } = await update({ variables: { input } }).catch(() => ({ data: undefined }));
    const result = data?.updateProfile ?? { code: 'TEMPORARILY_UNAVAILABLE' };
    setProblem('code' in result ? result.code : undefined);
    if (!('code' in result)) announce(words.account.saved);
  };
  return (
    <section className="card" aria-labelledby="profile">
      <h2 id="profile" className="mb-5">
        {words.account.profile}
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
          defaultValue={name}
          autoComplete="name"
          required
          maxLength={100}
          problem={problem === undefined ? undefined : words.problems.of(problem)}
        />
        <Field label={words.account.email} value={email} readOnly autoComplete="email" />
        <button type="submit" className="button-quiet justify-self-start" disabled={loading}>
          {words.account.save}
        </button>
      </form>
    </section>
  );
}
