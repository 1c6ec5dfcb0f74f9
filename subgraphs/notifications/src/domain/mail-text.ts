import type { LetterContent } from './mail.ts';

/** The mail for programs and people that prefer plain text. */
export function mailText({ greeting, paragraphs, facts, shopUrl }: LetterContent): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length + 1));
  const table = facts.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${value}`).join('\n');
  const parts = [greeting, ...paragraphs, ...(table === '' ? [] : [table]), `Galleria\n${shopUrl}`];
  return `${parts.join('\n\n')}\n`;
}
