import { counted, formatProblems } from '../../compose/problem.ts';
import { countOf, type Finding, type Severity } from '../finding.ts';
import { findingsOf, type Report } from './report.ts';

/** For a terminal: each finding as composition's problems look, then a line for each check. */
export function textReport(report: Report, notes: boolean): string {
  const told = report.findings.filter(({ severity }) => notes || severity !== 'note');
  const text = formatProblems(
    told.map(({ check, severity, hint, ...finding }) => ({
      ...finding,
      subgraphs: severity === 'error' ? [check] : [check, severity],
      ...(hint === undefined ? {} : { hint }),
    })),
  );
  const width = Math.max(...report.outcomes.map(({ check }) => check.length));
  const lines = report.outcomes.map(({ check }) => `${check.padEnd(width)}  ${tally(findingsOf(report, check))}`);
  const untold = report.findings.length - told.length;
  return [
    ...(text === '' ? [] : [text, '']),
    ...lines,
    ...(untold === 0 ? [] : ['', `${counted(untold, 'note')} not shown: \`--notes\` does.`]),
  ].join('\n');
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

export function tally(findings: readonly Finding[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = countOf(findings, severity);
    return count === 0 ? [] : [counted(count, severity)];
  });
  return parts.join(', ') || 'ok';
}
