import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../../graph/answer.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import { NewPasswordField } from '../new-password-field.tsx';
import { ChangePasswordDocument } from '../sign-in/generated/password.ts';

type Outcome = 'none' | 'changed' | { readonly code: string };

/** Another password for who knows the current one. */
export function ChangePassword({ email }: { readonly email: string }) {
  const { account, problemOf } = useAccountWords();
  const [change, { loading }] = useMutation(ChangePasswordDocument);
  const [outcome, setOutcome] = useState<Outcome>('none');
  const code = typeof outcome === 'string' ? undefined : outcome.code;
  const problemAt = (own: string) => (code === own ? problemOf(own) : undefined);
  const submit = async (form: HTMLFormElement) => {
    const fields = new FormData(form);
    const input = { currentPassword: formText(fields, 'current'), newPassword: formText(fields, 'next') };
    const result = await answerOf(change({ variables: { input } }), 'changePassword');
    setOutcome('code' in result ? result : 'changed');
    if (!('code' in result)) form.reset();
  };
  return (
    <section className="card" aria-labelledby="password">
      <h2 id="password">{account.password.change}</h2>
      <p className="mt-2 mb-5 text-muted">{account.password.changeText}</p>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        {code === undefined ? null : <Notice tone="bad" title={problemOf(code)} />}
        {outcome === 'changed' ? <Notice title={account.password.changed} /> : null}
        {/* Password managers ask whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          label={account.password.current}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          problem={problemAt('WRONG_PASSWORD')}
        />
        <NewPasswordField label={account.password.next} name="next" problem={problemAt('WEAK_PASSWORD')} />
        <button type="submit" className="button-quiet justify-self-start" disabled={loading}>
          {account.save}
        </button>
      </form>
    </section>
  );
}
