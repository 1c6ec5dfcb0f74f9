import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { loadShelves } from '../../shell/load-shelves.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { useLanguage } from '../../words/words.tsx';
import { AccountNotice } from '../account-notice.tsx';
import { forgetSession } from './authenticate.ts';
import { ResetPasswordDocument } from './generated/password.ts';
import { PasswordForm } from './password-form.tsx';

export async function loader(): Promise<null> {
  await accountWords.load();
  return loadShelves();
}

type State = 'asking' | 'reset' | 'expired';

/** Where the mailed link leads. The link's token leaves the address bar when it is worth nothing any more. */
export function Component() {
  const { words } = useLanguage();
  const { account } = useAccountWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const token = search.get('token');
  const [state, setState] = useState<State>(token === null ? 'expired' : 'asking');
  if (state === 'asking') {
    const settle = (next: State) => {
      setState(next);
      void navigate('/reset-password', { replace: true });
    };
    return <NewPassword token={token ?? ''} onSettled={settle} />;
  }
  const { title, text, to, name } =
    state === 'reset'
      ? { title: account.password.reset, text: account.password.resetText, to: '/sign-in', name: words.account.signIn }
      : {
          title: account.password.expired,
          text: account.password.expiredText,
          to: '/forgot-password',
          name: account.password.another,
        };
  return (
    <AccountNotice title={title} text={text}>
      <Link to={to} className="button">
        {name}
      </Link>
    </AccountNotice>
  );
}

interface NewPasswordProps {
  readonly token: string;
  readonly onSettled: (state: Exclude<State, 'asking'>) => void;
}

function NewPassword({ token, onSettled }: NewPasswordProps) {
  const { words } = useLanguage();
  const { account, problemOf } = useAccountWords();
  const [reset, { loading }] = useMutation(ResetPasswordDocument);
  const [problem, setProblem] = useState<string>();
  const submit = async (fields: FormData) => {
    const input = { token, newPassword: formText(fields, 'password') };
    const result = await answerOf(reset({ variables: { input } }), 'resetPassword');
    if (!('code' in result)) {
      // All sessions of the account have ended, and one of them may be this browser's.
      forgetSession();
      onSettled('reset');
    } else if (result.code === 'INVALID_TOKEN') onSettled('expired');
    else setProblem(result.code);
  };
  return (
    <PasswordForm
      title={account.password.choose}
      text={account.password.chooseText}
      submitName={account.save}
      sending={loading}
      onSubmit={(fields) => void submit(fields)}
    >
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      <Field
        label={account.password.next}
        hint={words.account.passwordHint}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        problem={problem === 'WEAK_PASSWORD' ? problemOf(problem) : undefined}
      />
    </PasswordForm>
  );
}
