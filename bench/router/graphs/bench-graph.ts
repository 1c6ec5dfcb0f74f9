/** What a subgraph is asked. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** One operation that routers are compared by. */
export interface BenchOperation {
  readonly name: string;
  readonly request: SubgraphRequest;
}

/** A supergraph with data in its subgraphs, and what is asked of it. */
export interface BenchGraph {
  readonly name: string;
  readonly supergraph: string;
  readonly operations: readonly BenchOperation[];
  /** What a subgraph answers. */
  ask(subgraph: string, request: SubgraphRequest): Promise<object>;
}

/** The supergraph with each subgraph at `<base>/<name>`. */
export function supergraphAt(base: string, { supergraph }: BenchGraph): string {
  return supergraph.replaceAll(
    /@join__graph\(name: "([^"]+)", url: "[^"]*"\)/g,
    (_text, name: string) => `@join__graph(name: "${name}", url: "${base}/${name}")`,
  );
}
