import { useEffect } from 'react';
import { useLocation, useNavigate, useSearchParams, type ShouldRevalidateFunctionArgs } from 'react-router';

/** When the token leaves the address, what came of it stays. */
export function keepsOutcome({ currentUrl, nextUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return currentUrl.search === nextUrl.search && defaultShouldRevalidate;
}

/** A used token is worth nothing, and belongs neither into the history nor into a link to the sign-in. */
export function useTokenLeaves(used: boolean): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const isThere = search.has('token');
  useEffect(() => {
    if (used && isThere) void navigate(pathname, { replace: true });
  }, [used, isThere, navigate, pathname]);
}
