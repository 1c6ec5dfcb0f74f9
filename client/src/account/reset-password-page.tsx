import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Field } from '../ui/field.tsx';
import { formText } from '../ui/form-text.ts';
import { Notice } from '../ui/notice.tsx';
import { useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { AccountNotice } from './account-notice.tsx';
import { forgetSession } from './authenticate.ts';
import { ResetPasswordDocument } from './generated/password.ts';
import { PasswordForm } from './password-form.tsx';

type State = 'asking' | 'reset' | 'expired';

/** Where the mailed link leads. The link's token leaves the address bar when it is worth nothing any more. */
export function Component() {
  const { words } = useLanguage();
  const { account, problemOf } = useAccountWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const token = search.get('token');
  const [state, setState] = useState<State>(token === null ? 'expired' : 'asking');
  const [reset, { loading }] = useMutation(ResetPasswordDocument);
  const [problem, setProblem] = useState<string>();
  const leave = async (next: State) => {
    setState(next);
    await navigate('/reset-password', { replace: true });
  };
  const submit = async (fields: FormData) => {
    const input = { token: token ?? '', newPassword: formText(fields, 'password') };
    const { data } = await reset({ variables: { input } }).catch(() => ({ data: undefined }));
    const result = data?.resetPassword ?? { code: 'TEMPORARILY_UNAVAILABLE' };
    if (!('code' in result)) {
      // All sessions of the account have ended, and one of them may be this browser's.
      forgetSession();
      await leave('reset');
    } else if (result.code === 'INVALID_TOKEN') await leave('expired');
    else setProblem(result.code);
  };
  if (state === 'reset') {
    return (
      <AccountNotice title={account.password.reset} text={account.password.resetText}>
        <Link to="/sign-in" className="button">
          {words.account.signIn}
        </Link>
      </AccountNotice>
    );
  }
  if (state === 'expired') {
    return (
      <AccountNotice title={account.password.expired} text={account.password.expiredText}>
        <Link to="/forgot-password" className="button">
          {account.password.another}
        </Link>
      </AccountNotice>
    );
  }
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
