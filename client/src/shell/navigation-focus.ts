import { useEffect, useRef } from 'react';
import { useLocation, useNavigation } from 'react-router';
import { announce } from '../ui/announcer.ts';

/**
 * After a navigation the page's heading has the focus and is read out, as it would be if the browser had loaded a page.
 * A change inside a page, such as another order of its list, leaves focus where the visitor is.
 */
export function useNavigationFocus(): void {
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (state !== 'idle' || shown.current === pathname) return;
    shown.current = pathname;
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.focus({ preventScroll: true });
    announce(heading?.textContent ?? document.title);
  }, [pathname, state]);
}
