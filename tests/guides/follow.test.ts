import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { follow } from './follow.ts';
import { parseGuide } from './guide.ts';
import { leftOut } from './left-out.ts';
import type { Copy } from './temporary-copy.ts';

const GUIDE = `# A guide

\`\`\`diff
--- a/shop.txt
+++ b/shop.txt
@@ -1,2 +1,3 @@
 lamps
+chairs
 tables
--- a/subgraphs/shop/access.yaml
+++ b/subgraphs/shop/access.yaml
@@ -1 +1 @@
-Shop: ANYONE
+Shop: OWNER
--- /dev/null
+++ b/shop.test.ts
@@ -0,0 +1 @@
+it('sells chairs');
\`\`\`

\`\`\`sh
npm run compose
\`\`\`

\`\`\`yaml approvals.yaml
{{drop_shop}}: wanted
\`\`\`

## Before you push

\`\`\`sh
npm test -- --project unit shop.test.ts
npm test -- --project architecture tests/architecture/access-rules.test.ts
npm run contracts -- --base main
\`\`\`

## Refused

\`\`\`sh FIELD_REMOVED
npm run contracts -- schema
\`\`\`
`;

let copy: Copy;
/** What was run, and what to answer. */
let asked: string[];
let answer: () => Promise<string>;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'guide-'));
  write(root, 'shop.txt', 'lamps\ntables\n');
  write(root, 'subgraphs/shop/access.yaml', 'Shop: ANYONE\n');
  write(root, 'prisma/shop/migrations/2_drop_shop/migration.sql', '');
  write(root, 'tests/architecture/access-rules.test.ts', '');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  asked = [];
  answer = () => Promise.reject(new Error('FIELD_REMOVED'));
  copy = {
    root,
    run: (...words) => (
      asked.push(words.slice(2).join(' ')),
      words.includes('schema') ? answer() : Promise.resolve('')
    ),
    read: (file) => readFileSync(join(root, file), 'utf8'),
    remove: () => rmSync(root, { recursive: true }),
  };
});
afterEach(() => copy.remove());

it('each step of a guide is taken, and what is to be tested is told', async () => {
  const { projects, files } = await follow(copy, parseGuide('a guide', GUIDE).blocks);
  expect(copy.read('shop.txt')).toBe('lamps\nchairs\ntables\n');
  expect(copy.read('approvals.yaml')).toBe('2_drop_shop: wanted\n');
  expect(asked).toEqual(['scripts/compose.ts', 'scripts/contracts.ts schema']);
  expect([[...projects], [...files]]).toEqual([
    ['unit', 'architecture'],
    ['shop.test.ts', 'tests/architecture/access-rules.test.ts'],
  ]);
});

describe('a guide cannot be followed', () => {
  it.each([
    ['that changes a file by a wrong name', 'a/shop.txt\n+++ b/shop.txt', 'a/show.txt\n+++ b/show.txt', /show\.txt/],
    ['that changes what is not there', ' lamps\n', ' lamp\n', /patch/],
    ['whose change has lost a line', '+chairs\n', '', /patch/],
    ['that begins a new file where there is one', 'b/shop.test.ts', 'b/shop.txt', /already exists/],
    ['whose test has another name', 'b/shop.test.ts', 'b/shops.test.ts', /no tests in shop\.test\.ts/],
    ['that names a test that there is not', 'unit shop.test.ts', 'unit stop.test.ts', /no tests in stop\.test\.ts/],
    ['that has a test without a project', '--project unit ', '', /no tests of a project/],
    ['that has a command that nobody knows', 'npm run compose', 'npx compose', /how to run this: npx compose/],
    ['that has a migration that there is not', '{{drop_shop}}', '{{drop_shops}}', /no migration drop_shops/],
    ['that writes into a folder that there is not', 'yaml approvals', 'yaml there/approvals', /ENOENT/],
    ['whose command is refused otherwise', 'sh FIELD_REMOVED', 'sh TYPE_REMOVED', /does not say TYPE_REMOVED/],
    ['that has a block that is no step', '```yaml approvals.yaml', '```yaml', /neither a change, nor a command/],
    ['that has a block of no language', '```sh\nnpm run compose', '```\nnpm run compose', /neither a change, nor/],
    ['that has a block that is indented', '```sh\nnpm run compose', '  ```sh\nnpm run compose', /not closed/],
  ])('%s', async (_title, part, replacement, reason) => {
    expect(GUIDE.split(part)).toHaveLength(2);
    const faulty = GUIDE.replace(part, replacement);
    await expect(async () => follow(copy, parseGuide('a guide', faulty).blocks)).rejects.toThrow(reason);
  });

  it('whose command should be refused, and is not', async () => {
    answer = () => Promise.resolve('ok');
    await expect(follow(copy, parseGuide('a guide', GUIDE).blocks)).rejects.toThrow('does not say FIELD_REMOVED');
  });

  it('by a section that it does not have', () => {
    expect(() => parseGuide('a guide', GUIDE).section('Before you pull')).toThrow('has no section "Before you pull"');
  });
});

describe('a guide leaves out', () => {
  it.each([
    ['nothing', 'npm run compose\n', '', []],
    ['a test that it has written', 'npm test -- --project unit shop.test.ts\n', '', ['shop.test.ts']],
    [
      'the test of who may read what it changes',
      'npm test -- --project architecture tests/architecture/access-rules.test.ts\n',
      '',
      ['tests/architecture/access-rules.test.ts'],
    ],
    ['to look whom it breaks', 'npm run contracts -- --base main\n', '', ['npm run contracts -- --base main']],
  ])('%s', (_title, part, replacement, expected) => {
    expect(leftOut(parseGuide('a guide', GUIDE.replace(part, replacement)).blocks)).toEqual(expected);
  });
});

function write(root: string, file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}
