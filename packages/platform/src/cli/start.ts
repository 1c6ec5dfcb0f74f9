import { parsePortBase } from '../ports.ts';
import { resolveStateDirectory } from '../state/state-directory.ts';
import { readProject } from '../supervisor/formation/project.ts';
import type { Galleria } from '../supervisor/running-galleria.ts';
import { startGalleria } from '../supervisor/system.ts';
import { explainStart } from './explain-start.ts';
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
 * `npm start`, after the set-up: starts Galleria, shows how it comes up and what happens to it, and stops it on a
 * signal. Ends the process: 0 after it was told to stop, 1 when it could not start.
 *
 * @public scripts/start.mjs takes it out of the bundle.
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
    console.error(`\n${explainStart(error)}\n`);
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
