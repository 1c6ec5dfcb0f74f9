import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { toRecord } from '@galleria/messaging/contract/envelope';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { HEADERS } from './asyncapi.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const official = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as AnySchema;

interface Document {
  readonly channels: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, { action: string; channel: unknown }>>;
}
const committed = () => parse(readFileSync(resolve(ROOT, 'docs/asyncapi.yaml'), 'utf8')) as Document;
const isAsyncApi = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(official);

describe('docs/asyncapi.yaml', () => {
  it('is AsyncAPI 3.0 by the official schema', () => {
    expect(isAsyncApi(committed()) ? [] : isAsyncApi.errors).toEqual([]);
  });

  it.each([
    ['an operation that does neither', (document: Document) => (firstOperation(document).action = 'listen')],
    ['an operation without a channel', (document: Document) => (firstOperation(document).channel = undefined)],
    ['another version', (document: Document) => Object.assign(document, { asyncapi: '9.0.0' })],
  ])('would not be with %s', (_title, damage) => {
    const document = committed();
    damage(document);
    expect(isAsyncApi(JSON.parse(JSON.stringify(document)))).toBe(false);
  });

  it('refers to nothing that is not in it', () => {
    const document = committed();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((path) => at(document, path.split('/')) === undefined)).toEqual([]);
  });
});

describe('the headers of a message', () => {
  it('are all that a record is sent with', () => {
    const { headers } = toRecord({
      ...{ id: '1', type: 'orders.order-placed.v1', source: 'orders', time: new Date(), key: '2', correlationId: '3' },
      ...{ topic: 'orders.events', payload: '{}', causationId: '4', traceparent: '5', recipient: 'payments' },
    });
    expect(Object.keys(headers).toSorted()).toEqual(Object.keys(HEADERS.properties).toSorted());
  });
});

function firstOperation(document: Document): { action: string; channel: unknown } {
  return Object.values(document.operations)[0]!;
}

function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  return at((value as Record<string, unknown> | undefined)?.[step], rest);
}
