import { describe, expect, it } from 'vitest';
import { createPersistedQueries } from './persisted-queries.ts';

const NOT_FOUND = expect.objectContaining({ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }) as unknown;
const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };

describe('persisted queries', () => {
  it('are known by their hash from the first time on', () => {
    const textOf = createPersistedQueries();
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
    expect(textOf({ query: '{ a }', extensions })).toBe('{ a }');
    expect(textOf({ extensions })).toBe('{ a }');
  });

  it('leave other operations alone', () => {
    const textOf = createPersistedQueries();
    expect(textOf({ query: '{ a }' })).toBe('{ a }');
    expect(textOf({ query: '{ a }', extensions: { persistedQuery: 'abc' } })).toBe('{ a }');
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
  });

  it('forget what has not been asked for the longest, when they are too many', () => {
    const textOf = createPersistedQueries();
    const large = (name: string) => ({
      query: `# ${name}${'x'.repeat(4 * 1_048_576)}`,
      extensions: { persistedQuery: { version: 1, sha256Hash: name } },
    });
    for (const name of ['1', '2', '3', '4']) textOf(large(name));
    expect(textOf({ extensions: large('1').extensions })).toEqual(NOT_FOUND);
    expect(textOf({ extensions: large('4').extensions })).toBe(large('4').query);
  });
});
