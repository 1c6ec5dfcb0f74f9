import { pathToFileURL } from 'node:url';
import { ConfigError, type Environment } from '@galleria/kit/config';
import type { Running } from '@galleria/kit/process/lifecycle';
import type { ProcessDefinition } from '@galleria/kit/process/process-definition';
import { z } from 'zod';

/**
 * The variable that tells the process what to run: JSON, for each name its module and what its environment has of its
 * own.
 */
export const PARTS_VARIABLE = 'GALLERIA_PARTS';

const partsSchema = z.record(
  z.string(),
  z.object({
    /** Absolute path of a module that exports `definition`. */
    module: z.string(),
    /** Beside, and before, what all parts share. */
    env: z.record(z.string(), z.string()),
  }),
);

export type PartsPlan = z.output<typeof partsSchema>;

/** One definition with the environment that is meant for it. */
export interface Part {
  readonly definition: ProcessDefinition;
  readonly env: Environment;
}

/** Imports what `GALLERIA_PARTS` lists. Throws `ConfigError` when it is missing or not such a list. */
export async function loadParts(env: Environment): Promise<Part[]> {
  const { [PARTS_VARIABLE]: text = '', ...shared } = env;
  const loaded = Object.values(parsePlan(text)).map(async ({ module, env: own }) => {
    const { definition } = (await import(pathToFileURL(module).href)) as { definition: ProcessDefinition };
    return { definition, env: { ...shared, ...own } };
  });
  return Promise.all(loaded);
}

/**
 * Starts all parts at once: none waits for another, as none would in a process of its own. When one cannot start, the
 * others are stopped and its error is thrown. The last part is stopped first: it is the router, who calls the others.
 */
export async function startParts(parts: readonly Part[]): Promise<Running> {
  const outcomes = await Promise.allSettled(parts.map(({ definition, env }) => definition.start(env)));
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await stopAll(running);
    throw failure.reason;
  }
  return { stop: () => stopAll(running) };
}

async function stopAll(running: readonly Running[]): Promise<void> {
  await running.at(-1)?.stop();
  await Promise.all(running.slice(0, -1).map((part) => part.stop()));
}

function parsePlan(text: string): PartsPlan {
  try {
    return partsSchema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([
      `${PARTS_VARIABLE} must be JSON: { "<name>": { "module": "<path>", "env": { … } } }; npm start -- --single-process sets it`,
    ]);
  }
}
