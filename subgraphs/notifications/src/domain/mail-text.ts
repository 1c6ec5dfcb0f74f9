import type { LetterContent } from './letter-content.ts';

/** The mail for programs and people that prefer plain text. */
export function mailText({ greeting, paragraphs, facts, action, footer }: LetterContent): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length + 1));
  const table = facts.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${value}`).join('\n');
  const parts = [
    greeting,
    ...paragraphs,
    ...(table === '' ? [] : [table]),
    `${action.label}:\n${action.url}`,
    `Galleria\n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
