import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { loadShelves } from '../../shell/load-shelves.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { useLanguage } from '../../words/words.tsx';
import { AccountNotice } from '../account-notice.tsx';
import { PasswordForm } from './password-form.tsx';
import { RequestPasswordResetDocument } from './generated/password.ts';

export async function loader(): Promise<null> {
  await accountWords.load();
  return loadShelves();
}

/** Asks for a link that sets a password. The answer tells nobody whether the address has an account. */
export function Component() {
  const { words } = useLanguage();
  const { account, problemOf } = useAccountWords();
  const [request, { loading }] = useMutation(RequestPasswordResetDocument);
  const [sentTo, setSentTo] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const submit = async (fields: FormData) => {
    const email = formText(fields, 'email').trim();
    const result = await answerOf(request({ variables: { email } }), 'requestPasswordReset');
    if ('code' in result) setProblem(result.code);
    else setSentTo(email);
  };
  if (sentTo !== undefined) {
    return (
      <AccountNotice title={account.password.sent} text={account.password.sentText(sentTo)}>
        <Link to="/sign-in" className="button-quiet">
          {words.account.signIn}
        </Link>
      </AccountNotice>
    );
  }
  return (
    <PasswordForm
      title={words.account.forgotPassword}
      text={account.password.forgotText}
      submitName={account.password.send}
      sending={loading}
      onSubmit={(fields) => void submit(fields)}
    >
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      <Field
        label={words.account.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        problem={problem === 'INVALID_EMAIL' ? problemOf(problem) : undefined}
      />
    </PasswordForm>
  );
}
