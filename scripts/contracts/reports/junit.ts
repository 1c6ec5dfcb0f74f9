import { countOf, type Finding } from '../finding.ts';
import { findingsOf, type Report } from './report.ts';

/** For the test reports of pipelines: a suite for each check, a case for each finding, and one for a check without. */
export function junitReport(report: Report): string {
  const suites = report.outcomes.map(({ check, milliseconds }) => {
    const findings = findingsOf(report, check);
    const cases =
      findings.length === 0 ? [`    <testcase classname="${check}" name="${check}"/>`] : findings.map(testCase);
    const counts = `tests="${cases.length}" failures="${countOf(findings, 'error')}" errors="0"`;
    return [
      `  <testsuite name="${check}" ${counts} time="${(milliseconds / 1000).toFixed(3)}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="contracts">', ...suites, '</testsuites>'].join(
    '\n',
  );
}

/** Only an error fails: what a warning or a note says is the output of a case that passes. */
function testCase({ check, code, severity, message, places, hint }: Finding): string {
  const [place] = places;
  const at = place === undefined ? '' : ` file="${escaped(place.file)}" line="${place.line}"`;
  const name = escaped(`${code}: ${message.split('\n')[0] ?? ''}`);
  const text = escaped(
    [
      message,
      ...places.map(({ file, line, column }) => `${file}:${line}:${column}`),
      ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ].join('\n'),
  );
  const body =
    severity === 'error'
      ? `<failure type="${escaped(code)}" message="${escaped(message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`;
  return `    <testcase classname="${check}" name="${name}"${at}>${body}</testcase>`;
}

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
