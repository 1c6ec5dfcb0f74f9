import type { ReactNode } from 'react';

/** A page's heading, which is also the window's title, and where focus goes after a navigation. */
export function PageTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <>
      <title>{`${title} · Galleria`}</title>
      <h1 tabIndex={-1}>{children ?? title}</h1>
    </>
  );
}
