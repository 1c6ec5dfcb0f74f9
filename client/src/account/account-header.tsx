import { NavLink, useNavigate } from 'react-router';
import { PageTitle } from '../ui/page-title.tsx';
import { useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { signOut } from './sign-in/authenticate.ts';

const PAGES = [
  ['/account', 'overview'],
  ['/account/addresses', 'addresses'],
  ['/account/security', 'security'],
  ['/account/notifications', 'preferences'],
] as const;

/** Over each page of an account: its title, the way to the others, and the way out. */
export function AccountHeader({ title }: { readonly title: string }) {
  const { words } = useLanguage();
  const { account } = useAccountWords();
  const navigate = useNavigate();
  return (
    <header className="mb-8 grid gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageTitle title={title} />
        <button type="button" className="button-quiet" onClick={() => void signOut().then(() => navigate('/'))}>
          {account.signOut}
        </button>
      </div>
      <nav
        aria-label={words.account.title}
        className="flex gap-x-7 overflow-x-auto border-b border-line max-sm:justify-between max-sm:gap-x-3"
      >
        {PAGES.map(([path, page]) => (
          <NavLink
            key={path}
            to={path}
            end
            className={({ isActive }) =>
              `-mb-px inline-flex min-h-11 items-center border-b-2 whitespace-nowrap transition-colors hover:text-ink ${isActive ? 'border-accent font-medium' : 'border-transparent text-muted'}`
            }
          >
            {account.pages[page]}
          </NavLink>
        ))}
      </nav>
    </header>
  );
}
