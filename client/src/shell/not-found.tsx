import { Link } from 'react-router';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';

/** An address that leads nowhere, and the way back from it. */
export function NotFound() {
  const { words } = useLanguage();
  return (
    <div className="mx-auto grid max-w-lg justify-items-center gap-5 py-20 text-center">
      {/* The server cannot know which products there are, and its status says so of no other page. */}
      <meta name="robots" content="noindex" />
      <p aria-hidden="true" className="font-serif text-8xl text-muted">
        404
      </p>
      <PageTitle title={words.shell.notFound} />
      <p className="text-lg text-muted">{words.shell.notFoundHint}</p>
      <Link to="/c/all" className="button">
        {words.home.browse}
      </Link>
    </div>
  );
}
