import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FormationOptions } from '@galleria/platform/supervisor/formation';
import { startGalleria } from '@galleria/platform/supervisor/system';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';

export interface TestGalleria {
  readonly galleria: Galleria;
  stop(): Promise<void>;
}

/** The whole of Galleria, seeded, on ports and in a folder of its own: what `npm start` runs, beside a copy that may be running. */
export async function startTestGalleria(portBase: number, formation: FormationOptions = {}): Promise<TestGalleria> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'galleria-system-'));
  const { PATH, HOME } = process.env;
  const galleria = await startGalleria({ ...formation, portBase, stateDirectory, env: { PATH, HOME } });
  await galleria.untilReady();
  return {
    galleria,
    stop: async () => {
      await galleria.stop();
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
