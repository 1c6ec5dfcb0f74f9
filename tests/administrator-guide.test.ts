import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphAnswer, type GraphClient } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';

const { urls } = inject('galleria');
const PAGE = readFileSync(resolve(import.meta.dirname, '../docs/guides/administrator.md'), 'utf8');
/** A fenced operation, the code of the problem that it is to answer with, and the fenced variables right below it. */
const OPERATION = /```graphql *(?<code>\w*)\n(?<text>.+?)```(?:\n\n```json\n(?<variables>.+?)```)?/gs;

interface Operation {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  readonly variables: string;
}

const operations: readonly Operation[] = [...PAGE.matchAll(OPERATION)].map(({ groups = {} }) => ({
  name: /(?:query|mutation) (\w+)/.exec(groups['text'] ?? '')?.[1] ?? '',
  text: groups['text'] ?? '',
  code: groups['code'] ?? '',
  variables: groups['variables'] ?? '{}',
}));

describe("the administrator's page", () => {
  const answers: Record<string, unknown> = {};
  let client: GraphClient = createClient(urls.graph);

  // The page deals with the newest order, which without this one may be another test's, and refunded already.
  beforeAll(async () => {
    const product = await newProduct(await signIn(urls.graph, 'admin@galleria.example'), 1);
    await (await newCustomer(urls.graph)).order(product.id, ['CONFIRMED']);
  });

  it('shows operations', () => expect(operations.length).toBeGreaterThan(15));

  it.each(operations)('is right about $name', async ({ name, text, code, variables }) => {
    const answer = await client.sendText(text, filledIn(variables, answers));
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data as object)).not.toContain(null);
    expect(problemsOf(answer)).toEqual(code === '' ? [] : [code]);
    answers[name] = answer.data;
    if (name === 'SignIn') client = createClient(urls.graph, answer.data.signIn.accessToken as string);
  });
});

/**
 * `{{Operation.path}}` is what that operation answered there: a number where that is all there is, part of the text
 * otherwise.
 */
function filledIn(variables: string, answers: Record<string, unknown>): Record<string, unknown> {
  const text = variables
    .replace(/"\{\{([\w.]+)\}\}"/g, (_match, path: string) => JSON.stringify(valueAt(answers, path)))
    .replace(/\{\{([\w.]+)\}\}/g, (_match, path: string) => String(valueAt(answers, path)));
  return JSON.parse(text) as Record<string, unknown>;
}

function valueAt(answers: unknown, path: string): unknown {
  const value = path.split('.').reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], answers);
  if (value === undefined) throw new Error(`No answer has ${path}.`);
  return value;
}

function problemsOf({ data }: GraphAnswer): string[] {
  const results = Object.values(data as Record<string, { code?: string } | null>);
  return results.flatMap((result) => (result?.code === undefined ? [] : [result.code]));
}
