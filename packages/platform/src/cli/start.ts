import { parsePortBase, PortPlanError } from '../ports.ts';
import { resolveStateDirectory } from '../state/state-directory.ts';
import { AlreadyRunningError } from '../state/supervisor-lock.ts';
import { FormationError } from '../supervisor/formation.ts';
import { PortsTakenError } from '../supervisor/port-holder.ts';
import { readProject } from '../supervisor/project.ts';
import type { Galleria } from '../supervisor/running-galleria.ts';
import { StartFailedError } from '../supervisor/supervisor.ts';
import { startGalleria } from '../supervisor/system.ts';
import type { Progress } from './progress.ts';
import { parseStartOptions } from './start-options.ts';
import { createStartReport } from './start-report.ts';
import { renderWelcome } from './welcome.ts';

export interface StartCommandOptions {
  readonly progress: Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What stands behind `npm start --`. */
  readonly args: readonly string[];
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * `npm start`, after the set-up: starts Galleria, shows how it comes up and what happens to it, and stops it on a signal.
 * Ends the process: 0 after it was told to stop, 1 when it could not start.
 */
export async function runStartCommand({ progress, env, args }: StartCommandOptions): Promise<void> {
  const startedAt = performance.now();
  const interrupted = interruption();
  const state = resolveStateDirectory(readProject(import.meta.dirname).root, env['GALLERIA_STATE']);
  const report = createStartReport(progress, state.logs);
  // A terminal that was closed must not keep the processes from being stopped.
  process.stdout.on('error', () => undefined);
  let galleria: Galleria;
  try {
    galleria = await startGalleria({
      ...parseStartOptions(args),
      portBase: parsePortBase(env['PORT_BASE']),
      stateDirectory: state.root,
      env,
      onEvent: report.onEvent,
      signal: interrupted,
    });
  } catch (error) {
    progress.close();
    if (interrupted.aborted) return process.exit(0);
    console.error(`\n${explain(error)}\n`);
    return process.exit(1);
  }
  report.started();
  progress.close();
  for (const line of renderWelcome(galleria, (performance.now() - startedAt) / 1000, progress.paint))
    progress.print(line);
  if (!interrupted.aborted) await new Promise((resolve) => interrupted.addEventListener('abort', resolve));
  progress.print('');
  progress.begin('stopped', 'stopping');
  await galleria.stop();
  progress.succeed('stopped');
  process.exit(0);
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of STOP_SIGNALS) process.on(signal, () => controller.abort());
  return controller.signal;
}

/** Expected failures in their own words; anything else with its stack, because it is a defect. */
function explain(error: unknown): string {
  if (error instanceof AlreadyRunningError) {
    return `${error.message}\nnpm run status shows it, Ctrl-C in its terminal stops it.\nGALLERIA_STATE=.galleria/second PORT_BASE=5000 npm start runs a second copy.`;
  }
  if (error instanceof PortsTakenError || error instanceof PortPlanError || error instanceof FormationError)
    return error.message;
  if (error instanceof StartFailedError) return `Galleria could not start: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
