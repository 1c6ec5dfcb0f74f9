import { describe, expect, it } from 'vitest';
import { createPersistedQueries } from './persisted-queries.ts';

const NOT_FOUND = expect.objectContaining({ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }) as unknown;
const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };

const MIB = 1_048_576;

describe('persisted queries', () => {
  it('are known by their hash once they were answered', () => {
    const { textOf, learn } = createPersistedQueries({ cacheBytes: MIB });
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
    expect(textOf({ query: '{ a }', extensions })).toBe('{ a }');
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
    learn({ query: '{ a }', extensions }, { errors: [] });
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
    learn({ query: '{ a }', extensions }, { data: '{}' });
    expect(textOf({ extensions })).toBe('{ a }');
  });

  it('leave other operations alone', () => {
    const { textOf, learn } = createPersistedQueries({ cacheBytes: MIB });
    const others = [{ query: '{ a }' }, { query: '{ a }', extensions: { persistedQuery: 'abc' } }];
    for (const other of others) {
      expect(textOf(other)).toBe('{ a }');
      learn(other, { data: '{}' });
    }
    expect(textOf({ extensions })).toEqual(NOT_FOUND);
  });

  it('forget what has not been asked for the longest, when they are too many', () => {
    const { textOf, learn } = createPersistedQueries({ cacheBytes: 30 * MIB });
    const large = (name: string) => ({
      query: `# ${name}${'x'.repeat(4 * MIB)}`,
      extensions: { persistedQuery: { version: 1, sha256Hash: name } },
    });
    for (const name of ['1', '2', '3', '4']) learn(large(name), { data: '{}' });
    expect(textOf({ extensions: large('1').extensions })).toEqual(NOT_FOUND);
    expect(textOf({ extensions: large('4').extensions })).toBe(large('4').query);
  });
});
