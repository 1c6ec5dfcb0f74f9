import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FormationOptions } from '@galleria/platform/supervisor/formation/formation';
import { startGalleria } from '@galleria/platform/supervisor/system';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';

export interface TestGalleria {
  readonly galleria: Galleria;
  stop(): Promise<void>;
}

/**
 * The whole of Galleria, seeded, on ports and in a folder of its own: what `npm start` runs, beside a copy that may be running.
 * Throws with the log of a step that failed, because no test means anything without its seed.
 */
export async function startTestGalleria(
  portBase: number,
  env: NodeJS.ProcessEnv = {},
  formation: FormationOptions = {},
): Promise<TestGalleria> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'galleria-system-'));
  const { PATH, HOME } = process.env;
  const failed: string[] = [];
  const galleria = await startGalleria({
    ...formation,
    portBase,
    stateDirectory,
    env: { PATH, HOME, ...env },
    onEvent: (event) => {
      if (event.type === 'step' && event.outcome === 'failed') failed.push(event.name);
    },
  });
  const stop = async () => {
    await galleria.stop();
    await rm(stateDirectory, { recursive: true, force: true });
  };
  await galleria.untilReady();
  const [name] = failed;
  if (name !== undefined) {
    const log = await readFile(join(galleria.state.logs, `${name}.log`), 'utf8');
    await stop();
    throw new Error(`${name} failed:\n${log.slice(-4_000)}`);
  }
  return { galleria, stop };
}
