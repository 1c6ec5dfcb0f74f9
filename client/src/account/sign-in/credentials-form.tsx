import { useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Notice } from '../../ui/notice.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { useLanguage } from '../../words/words.tsx';

interface CredentialsFormProps {
  readonly title: string;
  readonly other: { readonly path: string; readonly name: string };
  /** Resolves with the code of what went wrong. */
  readonly send: (fields: FormData) => Promise<string | undefined>;
  readonly children: (problem: string | undefined) => ReactNode;
}

/** A form that signs somebody in, and then goes on to where they wanted. */
export function CredentialsForm({ title, other, send, children }: CredentialsFormProps) {
  const { words } = useLanguage();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  const submit = async (fields: FormData) => {
    setSending(true);
    const code = await send(fields);
    setSending(false);
    setProblem(code);
    if (code === undefined) await navigate(ownAddress(search.get('to')), { replace: true });
  };
  return (
    <div className="mx-auto max-w-md">
      <div className="mb-8">
        <PageTitle title={title} />
      </div>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
        {children(problem)}
        <button type="submit" className="button mt-2" disabled={sending}>
          {title}
        </button>
      </form>
      <Link to={`${other.path}?${search.toString()}`} className="link mt-6 inline-block">
        {other.name}
      </Link>
    </div>
  );
}

/** A path of ours and nothing else: "//elsewhere.example" in a link must lead nobody away. */
function ownAddress(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}
