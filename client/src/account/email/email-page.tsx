import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Link } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { preloadPage, session } from '../../graph/client.ts';
import { useLoaded, usePage } from '../../graph/use-page.ts';
import { useSignedIn } from '../../graph/use-signed-in.ts';
import { GuestNotice } from '../../shell/guest-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { emailWords } from '../../words/email/email-words.ts';
import { AccountForm } from '../account-form.tsx';
import { AccountNotice } from '../account-notice.tsx';
import { ChangeEmailPageDocument, RequestEmailChangeDocument } from './generated/change-email.ts';

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([
    preloadPage(ChangeEmailPageDocument, {}, { fresh: true }),
    accountWords.load(),
    emailWords.load(),
  ]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <NewEmail page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

/** Has a link mailed to another address, for who knows the password. Until it is opened the address stays. */
function NewEmail({ page }: { readonly page: Page }) {
  const { account, problemOf } = useAccountWords();
  const words = emailWords.useWords();
  const { me } = usePage(page).data;
  const [request, { loading }] = useMutation(RequestEmailChangeDocument);
  const [sentTo, setSentTo] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const says = (code: string) => (code === 'EMAIL_UNCHANGED' ? words.unchanged : problemOf(code));
  const problemAt = (...own: readonly string[]) =>
    problem !== undefined && own.includes(problem) ? says(problem) : undefined;
  const submit = async (fields: FormData) => {
    const input = { newEmail: formText(fields, 'email').trim(), password: formText(fields, 'password') };
    const result = await answerOf(request({ variables: { input } }), 'requestEmailChange');
    if ('code' in result) setProblem(result.code);
    else setSentTo(result.newEmail);
  };
  if (sentTo !== undefined) {
    return (
      <AccountNotice title={words.sent} text={words.sentText(sentTo)}>
        <Link to="/account/security" className="button">
          {words.toSecurity}
        </Link>
      </AccountNotice>
    );
  }
  return (
    <AccountForm
      title={words.title}
      text={account.email.text(me?.email ?? '')}
      submitName={words.send}
      sending={loading}
      onSubmit={(fields) => void submit(fields)}
    >
      {problem === undefined ? null : <Notice tone="bad" title={says(problem)} />}
      <Field
        label={words.next}
        name="email"
        type="email"
        autoComplete="email"
        required
        problem={problemAt('INVALID_EMAIL', 'EMAIL_UNCHANGED')}
      />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        problem={problemAt('WRONG_PASSWORD')}
      />
    </AccountForm>
  );
}
