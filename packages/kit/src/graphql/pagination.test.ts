import { describe, expect, it } from 'vitest';
import { connection, pageRequest } from './pagination.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({ name, index }));
const keyOf = (row: { name: string; index: number }) => [row.name, row.index];

/** What a repository does: one row more than asked for, after the key. */
function fetch(request: ReturnType<typeof pageRequest>) {
  const start = request.after === null ? 0 : rows.findIndex((row) => row.name === request.after?.[0]) + 1;
  return rows.slice(start, start + request.limit + 1);
}

describe('a connection', () => {
  it('leads through the whole list by its cursors, and says where it ends', () => {
    const names: string[] = [];
    let after: string | null = null;
    let hasNextPage = true;
    while (hasNextPage) {
      const request = pageRequest({ first: 2, after }, 2);
      const page = connection(fetch(request), request, rows.length, keyOf);
      names.push(...page.nodes.map((node) => node.name));
      ({ endCursor: after, hasNextPage } = page.pageInfo);
    }
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is empty without cursors when there is nothing', () => {
    const request = pageRequest({ first: 2 }, 2);
    const { edges, pageInfo } = connection([], request, 0, keyOf);
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });
});

describe('a page request', () => {
  it.each([0, -1, 101])('refuses a page of %i', (first) => {
    expect(() => pageRequest({ first }, 1)).toThrow(expect.objectContaining({ code: 'PAGE_SIZE_INVALID' }));
  });

  it.each([
    ['is not base64 of anything', '%%%'],
    ['holds no list', Buffer.from('{}').toString('base64url')],
    ['has another length', Buffer.from('["a"]').toString('base64url')],
    ['holds something else than text and numbers', Buffer.from('["a",{}]').toString('base64url')],
  ])('refuses a cursor that %s', (_title, after) => {
    expect(() => pageRequest({ first: 1, after }, 2)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
