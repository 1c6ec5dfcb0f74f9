import { useEffect } from 'react';
import { useRevalidator, useRouteError } from 'react-router';
import { isSignInNeeded } from '../graph/error-codes.ts';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { GuestNotice } from './guest-notice.tsx';

const RETRY_MS = 2_000;

/** Not even a part of the page came: the router, or the way to it, is away. The page tries again until it comes. */
export function ErrorPage() {
  const { words } = useLanguage();
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  const signIn = isSignInNeeded(error);
  useEffect(() => {
    if (signIn) return undefined;
    const timer = setInterval(() => void revalidate(), RETRY_MS);
    return () => clearInterval(timer);
  }, [revalidate, signIn]);
  if (signIn) return <GuestNotice />;
  return (
    <div role="status" className="mx-auto grid max-w-lg gap-4 py-20 text-center">
      <PageTitle title={navigator.onLine ? words.shell.closed : words.shell.offline} />
      <p className="text-lg text-muted">{words.shell.closedHint}</p>
    </div>
  );
}
