import type { ReactNode } from 'react';
import { PageTitle } from '../ui/page-title.tsx';

interface AccountNoticeProps {
  readonly title: string;
  readonly text: string;
  /** What can be done now. */
  readonly children: ReactNode;
}

/** A page that says one thing. */
export function AccountNotice({ title, text, children }: AccountNoticeProps) {
  return (
    <div className="mx-auto grid max-w-lg justify-items-center gap-5 py-20 text-center">
      <PageTitle title={title} />
      <p className="text-lg wrap-anywhere text-muted">{text}</p>
      {children}
    </div>
  );
}
