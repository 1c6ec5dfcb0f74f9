import type { Finding, Severity } from '../finding.ts';
import type { Report } from './report.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };
/** A step shows ten annotations of each kind, and what is safe shall not take the place of what is not. */
const TOLD: readonly Severity[] = ['error', 'warning'];

/** Workflow commands, which GitHub shows beside the lines of a pull request. */
export function githubAnnotations({ findings }: Report): string {
  return findings
    .filter(({ severity }) => TOLD.includes(severity))
    .map(annotation)
    .join('\n');
}

function annotation({ check, code, severity, message, places, hint }: Finding): string {
  const [place, ...others] = places;
  const properties = [
    ...(place === undefined ? [] : [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`]),
    `title=${property(`${check}: ${code}`)}`,
  ];
  const text = [
    message,
    ...others.map(({ file, line, column }) => `also ${file}:${line}:${column}`),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n');
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(text)}`;
}

/** As https://github.com/actions/toolkit writes them (packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
