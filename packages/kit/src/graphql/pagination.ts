import { defineErrors } from '../errors.ts';

/** Relay Cursor Connections: https://relay.dev/graphql/connections.htm */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page as a repository is asked for it: fetch `limit + 1` rows after the position to see whether more follow. */
export interface PageRequest {
  readonly limit: number;
  /** The sort key of the last row already seen. */
  readonly after: readonly (string | number)[] | null;
}

const MAX_PAGE_SIZE = 100;

export const paginationErrors = defineErrors({
  PAGE_SIZE_INVALID: { kind: 'invalid', message: `"first" must be between 1 and ${MAX_PAGE_SIZE}.` },
  CURSOR_INVALID: { kind: 'invalid', message: '"after" is not a cursor of this list: pass an endCursor that it gave.' },
});

/**
 * Reads `first` and `after`. `parts` is how many values make the list's sort key.
 * Throws PAGE_SIZE_INVALID or CURSOR_INVALID.
 */
export function pageRequest(
  args: { readonly first: number; readonly after?: string | null | undefined },
  parts: number,
): PageRequest {
  if (args.first < 1 || args.first > MAX_PAGE_SIZE) throw paginationErrors.PAGE_SIZE_INVALID({ first: args.first });
  return { limit: args.first, after: args.after == null ? null : decodeCursor(args.after, parts) };
}

/** Builds a connection from up to `limit + 1` rows; `keyOf` gives a row's sort key. */
export function connection<Node>(
  rows: readonly Node[],
  request: PageRequest,
  totalCount: number,
  keyOf: (node: Node) => readonly (string | number)[],
): Connection<Node> {
  const nodes = rows.slice(0, request.limit);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(keyOf(node)) }));
  return {
    edges,
    nodes,
    totalCount,
    pageInfo: {
      hasNextPage: rows.length > request.limit,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** A cursor holds the sort key itself, so it stays right when rows before it come and go. */
function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decodeCursor(cursor: string, parts: number): readonly (string | number)[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw paginationErrors.CURSOR_INVALID({ cursor });
  }
  const isKey =
    Array.isArray(key) &&
    key.length === parts &&
    key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!isKey) throw paginationErrors.CURSOR_INVALID({ cursor });
  return key as readonly (string | number)[];
}
