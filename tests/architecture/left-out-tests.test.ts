import { resolve } from 'node:path';
import { ESLint, Linter } from 'eslint';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const REFUSED = [
  "it.skip('a', () => undefined);",
  "test.only('a', () => undefined);",
  "it.todo('a');",
  "describe.skip('a', () => undefined);",
  "it.skipIf(true)('a', () => undefined);",
  "it.runIf(true)('a', () => undefined);",
  "it.concurrent.only('a', () => undefined);",
  "it.skip.each([1])('a', () => undefined);",
  "it('a', { skip: true }, () => undefined);",
  "it('a', ({ skip }) => skip());",
  "it('a', (context) => context.skip());",
  "it('a', () => vi.waitFor(() => undefined));",
  "it('a', () => vi.waitFor(() => undefined, { timeout: 500 }));",
];
const FINE = [
  "it('a', ({ skip }) => skip('no browser here'));",
  "it('a', () => vi.waitFor(() => undefined, PATIENCE));",
];

it('lint refuses a test that is left out without a reason, and a wait without patience', async () => {
  const RULE = 'no-restricted-syntax';
  const config = (await new ESLint({ cwd: ROOT }).calculateConfigForFile('router/test/trace.test.ts')) as Linter.Config;
  // This one rule: the others need to know every type.
  const messages = new Linter().verify([...REFUSED, ...FINE].join('\n'), { rules: { [RULE]: config.rules?.[RULE] } });
  expect([...new Set(messages.map(({ line }) => line))]).toEqual(REFUSED.map((_, index) => index + 1));
});
