import type { ReactNode } from 'react';
import { PageTitle } from '../ui/page-title.tsx';

interface AccountFormProps {
  readonly title: string;
  readonly text: string;
  readonly submitName: string;
  readonly sending: boolean;
  readonly onSubmit: (fields: FormData) => void;
  readonly children: ReactNode;
}

/** A page of one small form. */
export function AccountForm({ title, text, submitName, sending, onSubmit, children }: AccountFormProps) {
  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={title} />
      <p className="mt-4 mb-8 text-muted">{text}</p>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(new FormData(event.currentTarget));
        }}
      >
        {children}
        <button type="submit" className="button mt-2" disabled={sending}>
          {submitName}
        </button>
      </form>
    </div>
  );
}
