import type { FragmentType } from '@apollo/client';
import { useFragment, useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../../graph/answer.ts';
import { announce } from '../../ui/announcer.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import {
  RequestEmailVerificationDocument,
  UnverifiedEmailFragmentDoc,
  type UnverifiedEmailFragment,
} from './generated/verification.ts';

/**
 * As long as nobody has shown that mail to the account's address arrives. It keeps nobody from shopping, and says so.
 */
export function VerificationNotice({ user }: { readonly user: FragmentType<UnverifiedEmailFragment> }) {
  const { account } = useAccountWords();
  const { data, complete } = useFragment({ fragment: UnverifiedEmailFragmentDoc, from: user });
  if (!complete || data.emailVerified !== false) return null;
  const email = data.email ?? '';
  return (
    <div className="mb-8">
      <Notice title={account.verification.title}>
        <p className="wrap-anywhere">{account.verification.open(email)}</p>
        <AnotherMail email={email} />
      </Notice>
    </div>
  );
}

/** Has the link mailed once more; the one before it stops working. */
export function AnotherMail({ email }: { readonly email: string }) {
  const { account, problemOf } = useAccountWords();
  const [request, { loading }] = useMutation(RequestEmailVerificationDocument);
  const [outcome, setOutcome] = useState('');
  const send = async () => {
    const result = await answerOf(request(), 'requestEmailVerification');
    const text = 'code' in result ? problemOf(result.code) : account.verification.sent(email);
    setOutcome(text);
    announce(text);
  };
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
      <button type="button" className="button-quiet text-ink" disabled={loading} onClick={() => void send()}>
        {account.verification.again}
      </button>
      <p>{outcome}</p>
    </div>
  );
}
