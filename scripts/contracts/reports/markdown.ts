import type { Place } from '../../compose/problem.ts';
import type { Finding, Severity } from '../finding.ts';
import { findingsOf, type Report } from './report.ts';
import { tally } from './text.ts';

const TITLES: readonly (readonly [Severity, string])[] = [
  ['error', 'Errors'],
  ['warning', 'Warnings'],
  ['note', 'Notes'],
];
/** What a page shows without stumbling; the rest is on the machine of who asks. */
const MOST_NOTES = 100;
const MOST_LINES = 400;

/** One page for a person who reviews a change. */
export function markdownReport(report: Report): string {
  const table = report.outcomes.map(({ check }) => `| ${check} | ${tally(findingsOf(report, check))} |`);
  return [
    '## Contracts',
    ['| check | |', '| --- | --- |', ...table].join('\n'),
    ...TITLES.flatMap(([severity, title]) => section(report.findings, severity, title)),
    ...diffSection(report.schemaDiff),
  ].join('\n\n');
}

function section(findings: readonly Finding[], severity: Severity, title: string): string[] {
  const these = findings.filter((finding) => finding.severity === severity);
  if (these.length === 0) return [];
  if (severity !== 'note') return [`### ${title}`, these.map(item).join('\n\n')];
  const items = these.slice(0, MOST_NOTES).map(({ code, message }) => `- \`${code}\` ${inline(message)}`);
  const rest = these.length > MOST_NOTES ? [`- … and ${these.length - MOST_NOTES} more`] : [];
  return [folded(`${title} (${these.length})`, [...items, ...rest].join('\n'))];
}

function item({ check, code, message, places, hint }: Finding): string {
  return [
    `- **${code}** (${check}): ${inline(message)}`,
    ...places.map((place) => `  - \`${shown(place)}\` \`\`${place.text.trim().replaceAll('``', "''")} \`\``),
    ...(hint === undefined ? [] : [`  - ${inline(hint)}`]),
  ].join('\n');
}

function shown({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** In one line, and without anything that would become HTML. */
function inline(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, ' ');
}

function diffSection(diff: string | undefined): string[] {
  if (diff === undefined || diff === '') return [];
  const lines = diff.split('\n');
  const rest = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} lines more`] : [];
  return [
    folded('What changes in the supergraph', ['~~~~diff', ...lines.slice(0, MOST_LINES), ...rest, '~~~~'].join('\n')),
  ];
}

function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}
