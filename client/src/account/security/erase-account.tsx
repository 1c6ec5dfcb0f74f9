import { useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import { forgetSession } from '../sign-in/authenticate.ts';
import { EraseMeDocument } from './generated/erase-account.ts';

/** The end of an account, which cannot be undone: a dialog says what goes and what stays, and asks for the password. */
export function EraseAccount() {
  const { account } = useAccountWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <section className="card" aria-labelledby="erasure">
      <h2 id="erasure">{account.erasure.title}</h2>
      <p className="mt-2 mb-5 text-muted">{account.erasure.text}</p>
      <button
        type="button"
        className="button-quiet"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {account.erasure.open}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="erasure-title"
        onClose={() => setOpen(false)}
        className="m-auto w-[calc(100%-2rem)] max-w-lg rounded-3xl bg-card p-6 backdrop:bg-black/40 sm:p-8"
      >
        {open ? <EraseForm onKeep={() => dialog.current?.close()} /> : null}
      </dialog>
    </section>
  );
}

function EraseForm({ onKeep }: { readonly onKeep: () => void }) {
  const { account, problemOf } = useAccountWords();
  const navigate = useNavigate();
  const [erase, { loading }] = useMutation(EraseMeDocument);
  const [problem, setProblem] = useState<string>();
  const submit = async (fields: FormData) => {
    const input = { password: formText(fields, 'password') };
    const result = await answerOf(erase({ variables: { input } }), 'eraseMe');
    if ('code' in result) return setProblem(result.code);
    // First away from here: without a session this page would ask for a sign-in.
    await navigate('/farewell', { replace: true });
    forgetSession();
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <h2 id="erasure-title">{account.erasure.sure}</h2>
      <ul className="grid list-disc gap-2 pl-5 text-muted">
        <li>{account.erasure.goes}</li>
        <li>{account.erasure.orders}</li>
        <li>{account.erasure.stays}</li>
      </ul>
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      <Field
        label={account.erasure.password}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus
        required
        problem={problem === 'WRONG_PASSWORD' ? problemOf(problem) : undefined}
      />
      <div className="mt-2 flex flex-wrap gap-3">
        <button type="submit" className="button" disabled={loading}>
          {account.erasure.confirm}
        </button>
        <button type="button" className="button-quiet" onClick={onKeep}>
          {account.erasure.keep}
        </button>
      </div>
    </form>
  );
}
