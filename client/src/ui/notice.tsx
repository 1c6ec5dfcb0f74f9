import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly tone?: 'calm' | 'bad';
  readonly children?: ReactNode;
}

/** Something a visitor should know, and what can be done about it. */
export function Notice({ title, tone = 'calm', children }: NoticeProps) {
  const colours = tone === 'bad' ? 'bg-bad-soft text-ink' : 'bg-sunken text-ink';
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`arrive rounded-2xl px-5 py-4 ${colours}`}>
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="mt-1 text-[0.95rem] text-muted">{children}</div>}
    </div>
  );
}
