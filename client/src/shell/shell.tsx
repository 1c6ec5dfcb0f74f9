import { Suspense } from 'react';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { CartDrawer } from '../cart/cart-drawer.tsx';
import { useLanguage } from '../words/words.tsx';
import { useNavigationFocus } from './navigation-focus.ts';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';

/** What is around every page. */
export function Shell() {
  const { words } = useLanguage();
  const { state } = useNavigation();
  useNavigationFocus();
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-full bg-accent px-5 py-3 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {words.shell.skip}
      </a>
      <SiteHeader />
      {state === 'loading' ? <div aria-hidden="true" className="fixed inset-x-0 top-0 z-50 h-0.5 bg-accent" /> : null}
      <main id="content" tabIndex={-1} className="page outline-none" aria-busy={state === 'loading'}>
        <Suspense fallback={<div className="h-[60vh]" />}>
          <Outlet />
        </Suspense>
      </main>
      <SiteFooter />
      <CartDrawer />
      <ScrollRestoration />
    </>
  );
}
