/**
 * What the running system is made of, as far as changes of files are concerned. All paths are relative to the project's
 * root.
 */
export interface Sources {
  readonly subgraphs: readonly string[];
  /** Process → files that its bundle was made of. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
  /** Processes whose last bundle could not be made: the file they miss may be the one that has changed. */
  readonly broken: ReadonlySet<string>;
}

/** What a change of files makes necessary. */
export interface ReloadPlan {
  /** Processes to bundle anew. */
  readonly rebuild: readonly string[];
  /** Subgraphs whose schema has changed: compose, generate, then bundle. */
  readonly schemas: readonly string[];
  /** What only a new start takes in, and why. */
  readonly notices: readonly string[];
}

/** Decides what the change of these files means; of most files, nothing. */
export function planReload(changed: readonly string[], sources: Sources): ReloadPlan {
  const schemas = sources.subgraphs.filter((name) => changed.includes(`subgraphs/${name}/schema.graphql`));
  const rebuild = [...sources.inputs.keys()].filter((process) => {
    const inputs = sources.inputs.get(process);
    if (schemas.includes(process) || changed.some((file) => inputs?.has(file))) return true;
    return sources.broken.has(process) && changed.some((file) => isSource(file));
  });
  return { rebuild, schemas, notices: [...new Set(changed.flatMap(noticeOf))] };
}

/** Whether a change of the file can matter at all, so that nothing else has to be watched. */
export function isWatched(file: string): boolean {
  if (/(^|\/)(node_modules|dist|images|test)(\/|$)|\.test\.tsx?$/.test(file)) return false;
  return isSource(file) || /^subgraphs\/[^/]+\/schema\.graphql$/.test(file) || noticeOf(file).length > 0;
}

function isSource(file: string): boolean {
  return /^(packages\/[^/]+|subgraphs\/[^/]+|router)\/src\/.+\.(ts|json|graphql)$/.test(file);
}

function noticeOf(file: string): string[] {
  const [, service] = /^prisma\/([^/]+)\/schema\.prisma$/.exec(file) ?? [];
  if (service !== undefined) {
    return [`${file} has changed: npm run migrate -- create ${service} <name>, and start npm run dev again`];
  }
  if (/^prisma\/[^/]+\/migrations\/.+\.sql$/.test(file)) return [`${file} is applied when npm run dev starts again`];
  if (file === 'supergraph.yaml' || file === 'package-lock.json') {
    return [`${file} has changed: start npm run dev again to take it in`];
  }
  return [];
}
