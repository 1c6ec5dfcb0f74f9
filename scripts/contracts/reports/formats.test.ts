import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import { render } from './formats.ts';
import type { Report } from './report.ts';

const REMOVED: Finding = {
  check: 'schema',
  code: 'FIELD_REMOVED',
  severity: 'error',
  message: 'Field "a" <of> A & B was removed,\n100% of it.',
  places: [
    { file: 'subgraphs/a b/schema,1.graphql', line: 3, column: 5, text: '    b: Int' },
    { file: 'client/a.graphql', line: 1, column: 1, text: '{ a }' },
  ],
  hint: 'Deprecate it first.',
};
const RISKY: Finding = { ...REMOVED, code: 'ENUM_VALUE_ADDED', severity: 'warning', message: 'Risky.', places: [] };
const SAFE: Finding = { ...REMOVED, code: 'FIELD_ADDED', severity: 'note', message: 'Safe.' };
const report: Report = {
  outcomes: [
    { check: 'composition', milliseconds: 5 },
    { check: 'schema', milliseconds: 1_234 },
  ],
  findings: [REMOVED, RISKY, SAFE],
  schemaDiff: ' type A {\n-  a: Int\n }',
};

describe('text', () => {
  it('shows each place with its line and a caret, the remedy, and how each check ended', () => {
    const text = render(report, 'text', false);
    expect(text).toContain('FIELD_REMOVED (schema)\n  Field "a" <of> A & B was removed,\n  100% of it.\n');
    expect(text).toContain('schema,1.graphql:3:5\n    3 |     b: Int\n      |     ^');
    expect(text).toContain('hint: Deprecate it first.');
    expect(text).toContain('ENUM_VALUE_ADDED (schema, warning)');
    expect(text).toContain('composition  ok\nschema       1 error, 1 warning, 1 note\n');
  });

  it('tells notes only when they are asked for, and that there are some', () => {
    expect(render(report, 'text', false)).not.toContain('FIELD_ADDED');
    expect(render(report, 'text', false)).toContain('1 note not shown');
    expect(render(report, 'text', true)).toContain('FIELD_ADDED');
  });
});

it('json has the findings as they are', () => {
  expect(JSON.parse(render(report, 'json', false))).toEqual({
    version: 1,
    checks: ['composition', 'schema'],
    findings: [REMOVED, RISKY, SAFE],
  });
});

it('annotations are escaped as GitHub reads them, and leave out what is safe', () => {
  expect(render(report, 'github', false).split('\n')).toEqual([
    '::error file=subgraphs/a b/schema%2C1.graphql,line=3,col=5,title=schema%3A FIELD_REMOVED::' +
      'Field "a" <of> A & B was removed,%0A100%25 of it.%0Aalso client/a.graphql:1:1%0ADeprecate it first.',
    '::warning title=schema%3A ENUM_VALUE_ADDED::Risky.%0ADeprecate it first.',
  ]);
});

describe('junit', () => {
  it('is well-formed, whatever a message holds', () => {
    const odd = { ...REMOVED, message: `"<&>' \u0000 \uD800 😀 ]]>`, places: [] };
    const tags = tagsOf(render({ ...report, findings: [...report.findings, odd] }, 'junit', false));
    expect(tags.filter((tag) => tag === 'failure')).toHaveLength(2);
  });

  it('fails for errors alone, and passes a check without findings', () => {
    const xml = render(report, 'junit', false);
    expect(xml).toContain('<testsuite name="composition" tests="1" failures="0"');
    expect(xml).toContain('<testsuite name="schema" tests="3" failures="1" errors="0" time="1.234">');
    expect(xml.match(/<failure/g)).toHaveLength(1);
    expect(xml).toContain('file="subgraphs/a b/schema,1.graphql" line="3"');
  });
});

it('sarif has what version 2.1.0 requires', () => {
  const position = z.int().min(1);
  const location = z.strictObject({
    physicalLocation: z.strictObject({
      artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s:]+$/) }),
      region: z.strictObject({
        startLine: position,
        startColumn: position,
        snippet: z.strictObject({ text: z.string() }),
      }),
    }),
  });
  const rule = z.strictObject({ id: z.string(), name: z.string() });
  const result = z.strictObject({
    ruleId: z.string(),
    ruleIndex: z.int().min(0),
    level: z.enum(['none', 'note', 'warning', 'error']),
    message: z.strictObject({ text: z.string().min(1) }),
    locations: z.array(location),
    relatedLocations: z.array(location).optional(),
  });
  const run = z.strictObject({
    tool: z.strictObject({ driver: z.strictObject({ name: z.string(), rules: z.array(rule) }) }),
    columnKind: z.literal('utf16CodeUnits'),
    results: z.array(result),
  });
  const log = z.strictObject({ $schema: z.url(), version: z.literal('2.1.0'), runs: z.array(run).length(1) });
  const [{ tool, results }] = log.parse(JSON.parse(render(report, 'sarif', false))).runs as [z.infer<typeof run>];
  expect(results.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('subgraphs/a%20b/schema%2C1.graphql');
});

describe('markdown', () => {
  it('has a table, the findings with their places, and the difference of the schema', () => {
    const page = render(report, 'markdown', false);
    expect(page).toContain('| schema | 1 error, 1 warning, 1 note |');
    expect(page).toContain('**FIELD_REMOVED** (schema): Field "a" &lt;of> A &amp; B was removed, 100% of it.');
    expect(page).toContain('`subgraphs/a b/schema,1.graphql:3:5`');
    expect(page).toContain('~~~~diff\n type A {\n-  a: Int\n }\n~~~~');
  });

  it('says no word of a difference where there is none', () => {
    expect(render({ ...report, schemaDiff: '' }, 'markdown', false)).not.toContain('diff');
  });
});

/** The names of the elements, in order. Throws for text that is no XML. */
function tagsOf(xml: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  const rest = body.replaceAll(
    /<(\/?)([\w-]+)((?: \w+="[^"<]*")*)(\/?)>/g,
    (_tag, ends, name: string, _rest, empty) => {
      if (ends === '') names.push(name);
      if (ends === '/' && open.pop() !== name) throw new Error(`</${name}> ends nothing.`);
      if (ends === '' && empty === '') open.push(name);
      return '';
    },
  );
  if (open.length > 0 || /[<\u0000-\u0008\uD800-\uDFFF]/u.test(rest)) throw new Error(`Not well-formed: ${rest}`);
  const attributes = [...xml.matchAll(/"[^"]*"/g)].join('') + rest;
  if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(attributes)) throw new Error('An & that begins nothing.');
  return names;
}
