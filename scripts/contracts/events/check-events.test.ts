import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../finding.ts';
import { checkEvents } from './check-events.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What is planted, all in one copy: the file, what is there, and what stands in its place. */
const PLANTED: readonly (readonly [file: string, was: string, is: string])[] = [
  ['packages/events/src/orders.ts', 'trackingNumber: z.string().nullable()', 'trackingNumber: z.string()'],
  ['packages/events/src/payments.ts', 'schema: payment.extend({ amount: money }),', 'schema: payment,'],
  ['packages/events/src/catalog.ts', '  notifications,\n', ''],
  [
    'packages/events/src/inventory.ts',
    "unheardBecause: 'For whoever orders more",
    "description: 'For whoever orders more",
  ],
  [
    'packages/events/src/products.ts',
    "name: 'price-changed',",
    "name: 'price-changed',\n  unheardBecause: 'For nobody.',",
  ],
  ['subgraphs/users/src/app.ts', "topics: ['users.events']", "topics: ['orders.events']"],
  ['subgraphs/payments/src/api/consumers.ts', 'on(cancelCharge,', 'on(charge,'],
  ['subgraphs/inventory/src/service/adjust-stock.ts', '{ stockChanged }', '{ stockReleased as stockChanged }'],
  ['docs/events.md', '# Events and commands', '# Events'],
];

let copy: string;
let findings: readonly Finding[];
let written: readonly string[];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'galleria-events-'));
  for (const folder of ['packages/events', 'subgraphs', 'docs']) {
    const skipped = /\/(node_modules|generated|images|screenshots|test)$/;
    cpSync(join(ROOT, folder), join(copy, folder), { recursive: true, filter: (file) => !skipped.test(file) });
  }
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(copy, file));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, was, is] of PLANTED) {
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(was);
    writeFileSync(join(copy, file), text.replace(was, is));
  }
  ({ findings, written } = runOn(copy));
});

afterAll(() => rmSync(copy, { recursive: true }));

describe('the events of Galleria', () => {
  it('are as they have to be', async () => {
    expect(await checkEvents(ROOT)).toEqual([]);
  });
});

describe('a copy with planted mistakes', () => {
  it.each([
    [
      'EVENT_NOT_BACKWARD_COMPATIBLE',
      /orders\.order-shipped\.v1 at \.trackingNumber: may be null.*breaks notifications, orders/,
    ],
    [
      'EVENT_NOT_FORWARD_COMPATIBLE',
      /payments\.payment-captured\.v1 at \.amount: is required, and is absent.*breaks orders/,
    ],
    ['EVENT_NOT_IN_CATALOG', /notifications\.notification-sent\.v1/],
    ['EVENT_UNHEARD', /inventory\.stock-ran-low\.v1/],
    ['EVENT_HEARD_AFTER_ALL', /orders listens to products\.price-changed\.v1/],
    ['EVENT_TOPIC_WITHOUT_OWNER', /users\.user-erased\.v1 travels on users\.events/],
    ['EVENT_TOPIC_OF_TWO', /orders\.events is created by orders and by users/],
    ['COMMAND_NOT_TAKEN', /payments\.cancel-charge\.v1/],
    ['EVENT_NEVER_SENT', /inventory\.stock-changed\.v1/],
    ['GENERATED_FILE_STALE', /docs\/events\.md/],
  ])('is told %s with file, line and remedy', (code, message) => {
    const found = findings.filter((finding) => finding.code === code && message.test(finding.message));
    expect(found).toHaveLength(1);
    const [place] = found[0]!.places;
    const lines = readFileSync(join(copy, place!.file), 'utf8').split('\n');
    expect(lines[place!.line - 1]).toBe(place!.text);
    if (code !== 'EVENT_TOPIC_OF_TWO') expect(found[0]!.hint).toMatch(/\w{3,}.*\.$/);
  });

  it('is shown the field that changed, where it was published, too', () => {
    const change = findings.find(({ code }) => code === 'EVENT_NOT_BACKWARD_COMPATIBLE');
    expect(change?.places.map(({ file, text }) => [file, text.trim()])).toEqual([
      ['packages/events/src/orders.ts', 'schema: order.extend({ trackingNumber: z.string(), at: moment }),'],
      ['packages/events/schemas/orders.order-shipped.v1.json', '"trackingNumber": {'],
    ]);
  });

  it('has nothing written by the verb that writes', () => {
    expect(written).toEqual([]);
  });
});

/** In a process of its own: the modules of the copy are others than those of this one. */
function runOn(root: string): { findings: Finding[]; written: string[] } {
  const module = JSON.stringify(join(import.meta.dirname, 'check-events.ts'));
  const program = `const { checkEvents, writeEvents } = await import(${module});
    const root = ${JSON.stringify(root)};
    process.stdout.write(JSON.stringify({ findings: await checkEvents(root), ...(await writeEvents(root)) }));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as ReturnType<typeof runOn>;
}
