import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { loadShelves } from '../../shell/load-shelves.ts';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { passwordWords } from '../../words/password/password-words.ts';
import { useLanguage } from '../../words/words.tsx';
import { AccountForm } from '../account-form.tsx';
import { AccountNotice } from '../account-notice.tsx';
import { NewPasswordField } from '../new-password-field.tsx';
import { forgetSession } from './authenticate.ts';
import { ResetPasswordDocument } from './generated/password.ts';

export async function loader(): Promise<null> {
  await passwordWords.load();
  return loadShelves();
}

type State = 'asking' | 'reset' | 'expired';

/** Where the mailed link leads. The link's token leaves the address bar when it is worth nothing any more. */
export function Component() {
  const { words } = useLanguage();
  const password = passwordWords.useWords();
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
      ? { title: password.reset, text: password.resetText, to: '/sign-in', name: words.account.signIn }
      : {
          title: password.expired,
          text: password.expiredText,
          to: '/forgot-password',
          name: password.another,
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
  const password = passwordWords.useWords();
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
    <AccountForm
      title={password.choose}
      text={password.chooseText}
      submitName={password.save}
      sending={loading}
      onSubmit={(fields) => void submit(fields)}
    >
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
      <NewPasswordField
        label={password.next}
        name="password"
        problem={problem === 'WEAK_PASSWORD' ? words.problems.of(problem) : undefined}
      />
    </AccountForm>
  );
}
