import type { ReactNode } from 'react';

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** One of several: a radio button with room for more than a word. */
export function Choice({ name, value, checked, onChoose, children }: ChoiceProps) {
  return (
    <label
      className={`flex cursor-pointer gap-4 rounded-2xl border bg-card p-5 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${checked ? 'border-ink' : 'border-line hover:border-muted'}`}
    >
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-4 shrink-0 accent-(--accent) outline-none"
      />
      <span>{children}</span>
    </label>
  );
}
