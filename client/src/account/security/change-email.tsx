import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../../graph/answer.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import { RequestEmailChangeDocument } from './generated/change-email.ts';

type Outcome = { readonly sentTo: string } | { readonly code: string };

/** Has a link mailed to another address, for who knows the password. Until it is opened the address stays. */
export function ChangeEmail({ email }: { readonly email: string }) {
  const { account, problemOf } = useAccountWords();
  const [request, { loading }] = useMutation(RequestEmailChangeDocument);
  const [outcome, setOutcome] = useState<Outcome>();
  const code = outcome !== undefined && 'code' in outcome ? outcome.code : undefined;
  const problemAt = (...own: readonly string[]) =>
    code !== undefined && own.includes(code) ? problemOf(code) : undefined;
  const submit = async (form: HTMLFormElement) => {
    const fields = new FormData(form);
    const input = { newEmail: formText(fields, 'email').trim(), password: formText(fields, 'password') };
    const result = await answerOf(request({ variables: { input } }), 'requestEmailChange');
    setOutcome('code' in result ? result : { sentTo: result.newEmail });
    if (!('code' in result)) form.reset();
  };
  return (
    <section className="card" aria-labelledby="email">
      <h2 id="email">{account.email.title}</h2>
      <p className="mt-2 mb-5 wrap-anywhere text-muted">{account.email.text(email)}</p>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        {code === undefined ? null : <Notice tone="bad" title={problemOf(code)} />}
        {outcome !== undefined && 'sentTo' in outcome ? (
          <Notice title={account.email.sent}>
            <p className="wrap-anywhere">{account.email.sentText(outcome.sentTo)}</p>
          </Notice>
        ) : null}
        <Field
          label={account.email.next}
          name="email"
          type="email"
          autoComplete="email"
          required
          problem={problemAt('INVALID_EMAIL', 'EMAIL_UNCHANGED')}
        />
        <Field
          label={account.email.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={problemAt('WRONG_PASSWORD')}
        />
        <button type="submit" className="button-quiet justify-self-start" disabled={loading}>
          {account.password.send}
        </button>
      </form>
    </section>
  );
}
