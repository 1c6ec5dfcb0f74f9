import type { Finding, Severity } from '../finding.ts';
import type { Report } from './report.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as code scanning reads it. */
export function sarifReport({ findings }: Report): string {
  const rules = [...new Set(findings.map(ruleOf))];
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'contracts', rules: rules.map((id) => ({ id, name: id.split('/')[1] })) } },
          columnKind: 'utf16CodeUnits',
          results: findings.map((finding) => result(finding, rules)),
        },
      ],
    },
    null,
    2,
  );
}

function ruleOf({ check, code }: Finding): string {
  return `${check}/${code}`;
}

function result(finding: Finding, rules: readonly string[]) {
  const { severity, message, places, hint } = finding;
  const [place, ...others] = places.map(({ file, line, column, text }) => ({
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: line, startColumn: column, snippet: { text } },
    },
  }));
  return {
    ruleId: ruleOf(finding),
    ruleIndex: rules.indexOf(ruleOf(finding)),
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: place === undefined ? [] : [place],
    ...(others.length === 0 ? {} : { relatedLocations: others }),
  };
}
