import type { Finding } from '../doctor/finding.ts';
import type { Paint } from './terminal.ts';

const WIDTH = 12;

/** What `npm run doctor` prints, line by line: each finding, what to do about it, and a last word. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string[] {
  const failures = findings.filter(({ outcome }) => outcome === 'failed').length;
  const warnings = findings.filter(({ outcome }) => outcome === 'warning').length;
  return [
    '',
    ...findings.flatMap((finding) => renderFinding(finding, paint)),
    '',
    lastWord(failures, warnings),
    '',
  ].map((line) => (line === '' ? '' : `  ${line}`));
}

function renderFinding(finding: Finding, paint: Paint): string[] {
  const [first = '', ...rest] = finding.text.split('\n');
  const indent = ' '.repeat(WIDTH + 2);
  const lines = [`${sign(finding, paint)} ${finding.name.padEnd(WIDTH)}${first}`, ...rest.map((line) => indent + line)];
  return finding.outcome === 'ok' ? lines : [...lines, `${indent}${paint('cyan', `→ ${finding.advice}`)}`];
}

function sign({ outcome }: Finding, paint: Paint): string {
  switch (outcome) {
    case 'ok':
      return paint('green', '✓');
    case 'warning':
      return paint('yellow', '!');
    case 'failed':
      return paint('red', '✗');
  }
}

function lastWord(failures: number, warnings: number): string {
  if (failures > 0) return `${failures} of these keep Galleria from running.`;
  return warnings > 0 ? 'Galleria can run; read the warnings.' : 'Galleria can run here.';
}
