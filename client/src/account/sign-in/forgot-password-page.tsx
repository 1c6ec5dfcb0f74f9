import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { loadShelves } from '../../shell/load-shelves.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { passwordWords } from '../../words/password/password-words.ts';
import { useLanguage } from '../../words/words.tsx';
import { AccountForm } from '../account-form.tsx';
import { AccountNotice } from '../account-notice.tsx';
import { RequestPasswordResetDocument } from './generated/password.ts';

export async function loader(): Promise<null> {
  await passwordWords.load();
  return loadShelves();
}

/** Asks for a link that sets a password. The answer tells nobody whether the address has an account. */
export function Component() {
  const { words } = useLanguage();
  const password = passwordWords.useWords();
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
      <AccountNotice title={password.sent} text={password.sentText(sentTo)}>
        <Link to="/sign-in" className="button-quiet">
          {words.account.signIn}
        </Link>
      </AccountNotice>
    );
  }
  return (
    <AccountForm
      title={words.account.forgotPassword}
      text={password.forgotText}
      submitName={password.send}
      sending={loading}
      onSubmit={(fields) => void submit(fields)}
    >
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
      <Field
        label={words.account.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        problem={problem === 'INVALID_EMAIL' ? words.problems.of(problem) : undefined}
      />
    </AccountForm>
  );
}
