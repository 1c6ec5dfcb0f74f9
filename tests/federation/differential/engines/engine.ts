/** What a client sends. */
export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Where an error is: field names, aliases included, and list indices. */
export type ErrorPath = readonly (string | number)[];

export interface Answer {
  readonly data: unknown;
  /** The path of each error; one that has none is told by an empty path. */
  readonly errorPaths: readonly ErrorPath[];
  /** What the errors say, for the person who reads a difference; never compared. */
  readonly messages: readonly string[];
}

/** Whatever answers operations of a world. */
export interface Engine {
  readonly name: string;
  readonly run: (operation: Operation) => Promise<Answer>;
}

interface GraphQLAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: ErrorPath | undefined }[] | undefined;
}

export function toAnswer({ data, errors = [] }: GraphQLAnswer): Answer {
  return {
    data: data ?? null,
    errorPaths: errors.map(({ path }) => path ?? []),
    messages: errors.map(({ message, path }) => `${(path ?? []).join('.')}: ${message}`),
  };
}
