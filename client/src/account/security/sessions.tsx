import type { FragmentType } from '@apollo/client';
import { useFragment, useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { announce } from '../../ui/announcer.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import { useLanguage } from '../../words/words.tsx';
import { signOutEverywhere } from '../sign-in/authenticate.ts';
import {
  SessionsOfUserFragmentDoc,
  SignOutSessionDocument,
  type SessionsOfUserFragment,
} from './generated/sessions.ts';

type OneSession = NonNullable<SessionsOfUserFragment['sessions']>[number];

/** Where the account is signed in, and the way to end that. */
export function Sessions({ user }: { readonly user: FragmentType<SessionsOfUserFragment> }) {
  const { account, problemOf } = useAccountWords();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const { data, complete } = useFragment({ fragment: SessionsOfUserFragmentDoc, from: user });
  const [endOne, { loading }] = useMutation(SignOutSessionDocument);
  const [problem, setProblem] = useState<string>();
  const end = async ({ id, device }: OneSession) => {
    const result = await answerOf(endOne({ variables: { sessionId: id } }), 'signOutSession');
    setProblem('code' in result ? result.code : undefined);
    // The button is gone with its session.
    heading.current?.focus();
    if (!('code' in result)) announce(account.sessions.ended(device ?? account.sessions.unknown));
  };
  const endAll = async () => {
    const code = await signOutEverywhere();
    setProblem(code);
    if (code === undefined) await navigate('/');
  };
  if (!complete) return null;
  return (
    <section aria-labelledby="sessions" className="grid gap-5">
      <h2 ref={heading} id="sessions" tabIndex={-1} className="outline-none">
        {account.sessions.title}
      </h2>
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      <ul className="divide-y divide-line border-y border-line">
        {data.sessions?.map((one) => (
          <SessionRow key={one.id} session={one} disabled={loading} onEnd={() => void end(one)} />
        ))}
      </ul>
      <p className="text-sm text-muted">{account.sessions.text}</p>
      <button type="button" className="button-quiet justify-self-start" onClick={() => void endAll()}>
        {account.sessions.endAll}
      </button>
    </section>
  );
}

interface SessionRowProps {
  readonly session: OneSession;
  readonly disabled: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, disabled, onEnd }: SessionRowProps) {
  const { format } = useLanguage();
  const { sessions } = useAccountWords().account;
  const device = session.device ?? sessions.unknown;
  return (
    <li className="flex items-center justify-between gap-4 py-4">
      <div>
        <p className="font-medium">{device}</p>
        <p className="text-sm text-muted">{sessions.lastUsed(format.moment(session.lastUsedAt))}</p>
      </div>
      {session.current ? (
        <span className="pill rounded-full bg-sunken px-3 py-1 text-sm font-medium">{sessions.current}</span>
      ) : (
        <button type="button" className="link min-h-11 text-sm text-muted" disabled={disabled} onClick={onEnd}>
          {sessions.end}
          <span className="sr-only">: {device}</span>
        </button>
      )}
    </li>
  );
}
