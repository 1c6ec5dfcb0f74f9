import { resolve } from 'node:path';
import type { BuildOutcome, DevBuilds } from './dev-builds.ts';
import type { SchemaOutcome } from './dev-schemas.ts';
import type { TypeErrors } from './type-errors.ts';
import { planReload } from './watch-planner.ts';

export interface DevSessionParts {
  readonly root: string;
  readonly subgraphs: readonly string[];
  readonly builds: DevBuilds;
  readonly types: TypeErrors;
  readonly takeInSchemas: () => Promise<SchemaOutcome>;
  /** Starts these anew from their bundles. */
  readonly replace: (processes: readonly string[]) => void;
  readonly report: (event: DevEvent) => void;
}

export type DevEvent =
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'refused'; readonly what: string; readonly text: string }
  | { readonly type: 'supergraph' }
  | { readonly type: 'replaced'; readonly process: string; readonly ms: number };

export interface DevSession {
  /**
   * Takes in changed files, by path relative to the root. One call at a time: what comes meanwhile waits and is taken
   * together.
   */
  take(changed: readonly string[]): Promise<void>;
}

/**
 * Turns changes of files into new processes. What is not right is not let in: a bundle that cannot be made, a type
 * error in a file that it is made of, schemas that do not compose; the old process and the old supergraph go on until
 * it is mended.
 */
export function createDevSession(parts: DevSessionParts): DevSession {
  const waiting = new Set<string>();
  const approved = new Map<string, () => void>();
  const held = { schemas: new Set<string>(), supergraph: undefined as (() => boolean) | undefined };
  let work: Promise<void> = Promise.resolve();

  const takeWaiting = async (): Promise<void> => {
    const startedAt = performance.now();
    const changed = [...waiting];
    waiting.clear();
    if (changed.length === 0) return;
    const { rebuild, schemas, notices } = planReload(changed, { ...parts, ...parts.builds });
    for (const text of notices) parts.report({ type: 'notice', text });
    if (schemas.length > 0 && !(await composed(parts, held, schemas))) return;
    const processes = [...new Set([...rebuild, ...schemas, ...approved.keys()])];
    // Beside the bundling: on a machine with a second core it costs no time.
    const typeErrors = parts.types.after(changed.map((file) => resolve(parts.root, file)));
    await bundle(parts, approved, processes);
    const errors = parts.types.isWarm ? await typeErrors : new Map<string, string>();
    const started = letIn(parts, approved, processes, errors);
    for (const process of started) held.schemas.delete(process);
    const isReady = (name: string) => !approved.has(name) && !parts.builds.broken.has(name);
    if (held.supergraph !== undefined && [...held.schemas].every(isReady)) {
      if (held.supergraph()) parts.report({ type: 'supergraph' });
      held.supergraph = undefined;
      held.schemas.clear();
    }
    for (const process of started) parts.report({ type: 'replaced', process, ms: performance.now() - startedAt });
  };
  return {
    take: (changed) => {
      for (const file of changed) waiting.add(file);
      work = work.then(takeWaiting);
      return work;
    },
  };
}

interface Held {
  /** Subgraphs whose new schema is composed and whose new process does not run yet. */
  readonly schemas: Set<string>;
  /** Writes the supergraph that needs them. */
  supergraph: (() => boolean) | undefined;
}

async function composed(parts: DevSessionParts, held: Held, schemas: readonly string[]): Promise<boolean> {
  const outcome = await parts.takeInSchemas();
  if (outcome.kind === 'failed') {
    parts.report({ type: 'refused', what: 'the supergraph does not compose; the old one goes on', text: outcome.text });
    return false;
  }
  for (const name of schemas) held.schemas.add(name);
  held.supergraph = outcome.write;
  return true;
}

async function bundle(
  { builds, report }: DevSessionParts,
  approved: Map<string, () => void>,
  processes: readonly string[],
): Promise<void> {
  const outcomes = await Promise.all(
    processes.map(async (process) => [process, await builds.rebuild(process)] as readonly [string, BuildOutcome]),
  );
  for (const [process, outcome] of outcomes) {
    if (outcome.kind === 'built') approved.set(process, outcome.write);
    else approved.delete(process);
    if (outcome.kind === 'failed') {
      report({ type: 'refused', what: `${process} cannot be bundled; the old one goes on`, text: outcome.text });
    }
  }
}

/** Writes and starts the bundles without type errors; the others stay for the next change. */
function letIn(
  { root, builds, replace, report }: DevSessionParts,
  approved: Map<string, () => void>,
  processes: readonly string[],
  errors: ReadonlyMap<string, string>,
): string[] {
  const good: string[] = [];
  for (const process of processes) {
    const own = [...errors].filter(([file]) => builds.inputs.get(process)?.has(file.slice(root.length + 1)));
    if (own.length > 0) {
      const text = own.map(([, message]) => message).join('\n');
      report({ type: 'refused', what: `${process} has type errors; the old one goes on`, text });
      continue;
    }
    const write = approved.get(process);
    if (write === undefined) continue;
    write();
    approved.delete(process);
    good.push(process);
  }
  if (good.length > 0) replace(good);
  return good;
}
