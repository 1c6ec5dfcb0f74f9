import type { Environment } from '../config.ts';
import { runProcess, type Running } from './lifecycle.ts';
import { createLogger } from '../logger.ts';

/**
 * What one process of Galleria runs, apart from the process: `main.ts` runs it alone, `npm start -- --single-process`
 * runs all of them together.
 */
export interface ProcessDefinition {
  readonly name: string;
  /**
   * Reads its settings from `env`, never from the process's own, and starts. Throws `ConfigError` with everything that
   * is wrong. Signals, exit codes and unexpected errors are left to whoever owns the process.
   */
  start(env: Environment): Promise<Running>;
}

/** The process of one definition; it ends as `runProcess` says. */
export async function runAlone(definition: ProcessDefinition, env: Environment): Promise<void> {
  await runProcess(createLogger({ service: definition.name }), () => definition.start(env));
}
