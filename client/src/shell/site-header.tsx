import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { countOf } from '../cart/cart-lines.ts';
import { drawerOpen } from '../cart/change-cart.ts';
import { useCart } from '../cart/use-cart.ts';
import { SearchBox } from '../catalog/search-box.tsx';
import { session } from '../graph/client.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useLanguage } from '../words/words.tsx';
import { VisitorDocument } from './generated/visitor.ts';
import { Shelves } from './shelves.tsx';

/** Its shelves come with each page's own query; only who is signed in costs a request, and only where somebody is. */
export function SiteHeader() {
  return (
    <header className="site-header no-print">
      <div className="site-header-bar">
        <Link to="/" className="wordmark">
          Galleria
        </Link>
        <Shelves />
        <div className="site-header-actions">
          <SearchBox />
          <VisitorLinks />
          <CartButton />
        </div>
      </div>
    </header>
  );
}

function VisitorLinks() {
  const { words } = useLanguage();
  const signedIn = useSyncExternalStore(session.signedIn.subscribe, session.signedIn.read);
  const { data } = useQuery(VisitorDocument, { skip: !signedIn });
  const signInAddress = useSignInAddress();
  if (!signedIn) {
    return (
      <HeaderLink to={signInAddress} icon="person" name={words.account.signIn}>
        <span className="max-sm:sr-only">{words.account.signIn}</span>
      </HeaderLink>
    );
  }
  const unread = data?.notifications?.unreadCount ?? 0;
  return (
    <>
      <HeaderLink to="/notifications" icon="bell" name={words.notifications.unread(unread)} badge={unread} />
      <HeaderLink to="/account" icon="person" name={words.account.title} />
    </>
  );
}

/** Whoever signs in goes on where they were, but not back to a page for those who cannot sign in. */
function useSignInAddress(): string {
  const { pathname, search } = useLocation();
  if (/^\/(sign-in|register)$/.test(pathname)) return `/sign-in${search}`;
  if (/^\/(forgot-password|reset-password|farewell)$/.test(pathname)) return '/sign-in';
  return `/sign-in?to=${encodeURIComponent(pathname + search)}`;
}

interface HeaderLinkProps {
  readonly to: string;
  readonly icon: IconName;
  readonly name: string;
  readonly badge?: number;
  readonly children?: ReactNode;
}

function HeaderLink({ to, icon, name, badge = 0, children }: HeaderLinkProps) {
  return (
    <Link to={to} aria-label={children === undefined ? name : undefined} className="header-action">
      <Icon name={icon} />
      {children}
      <Badge count={badge} />
    </Link>
  );
}

function CartButton() {
  const { words } = useLanguage();
  const count = countOf(useCart().lines);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Opened by a button that then is disabled or gone, a dialog would give focus back to nobody.
    return drawerOpen.subscribe(() => {
      if (!drawerOpen.read() && document.activeElement === document.body) button.current?.focus();
    });
  }, []);
  return (
    <button
      ref={button}
      type="button"
      aria-label={words.cart.openWith(count)}
      aria-haspopup="dialog"
      onClick={() => drawerOpen.write(true)}
      className="header-action"
    >
      <Icon name="cart" />
      <Badge count={count} />
    </button>
  );
}

function Badge({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span
      aria-hidden="true"
      className="absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[0.7rem] font-semibold text-on-accent tabular-nums"
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
