import { Link, useLocation } from 'react-router';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';

/** In place of a page that is somebody's own. */
export function GuestNotice() {
  const { words } = useLanguage();
  const { pathname, search } = useLocation();
  return (
    <div className="mx-auto grid max-w-lg justify-items-center gap-5 py-20 text-center">
      <PageTitle title={words.account.signInFirst} />
      <Link to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} className="button">
        {words.account.signIn}
      </Link>
    </div>
  );
}
