import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { toError } from '@galleria/kit/errors';
import type { FormationOptions } from '@galleria/platform/supervisor/formation/formation';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { startRemover } from '@galleria/platform/servers/remover';
import { freePortBase } from '@galleria/platform/testing/network/free-port-base';
import { startGalleria, type GalleriaOptions } from '@galleria/platform/supervisor/system';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';

export interface TestGalleria {
  readonly galleria: Galleria;
  stop(): Promise<void>;
}

/**
 * Tests say what is answered, not how fast: what must be an answer within 300 ms elsewhere is one here that a busy
 * machine can give. orders asks users twice within the time that the router gives to orders.
 * And administrators may ask for faults.
 */
const SETTINGS = { USERS_TIMEOUT_MS: '2500', SUBGRAPH_TIMEOUT_MS: '15000', FAULT_SWITCHES: 'true' };

/** Ends what the record of a run says to run, and leaves nothing of it: after a stop that is nobody. */
const REMOVE_GALLERIA = `
sed -n 's/^ *"pid": \\([0-9]*\\),$/\\1/p' "$1/run.json" | xargs -r kill -KILL
rm -rf "$1"`;

/**
 * The whole of Galleria, seeded, on ports and in a folder of its own: what `npm start` runs, beside copies that may be
 * running. Throws with the log of what failed, because no test means anything without its seed.
 */
export async function startTestGalleria(
  formation: Pick<GalleriaOptions, keyof FormationOptions | 'portBase' | 'networkOf'> = {},
  settings: Readonly<Record<string, string>> = SETTINGS,
): Promise<TestGalleria> {
  const { subgraphNames } = readProject(resolve(import.meta.dirname, '../..'));
  const portBase = formation.portBase ?? (await freePortBase(subgraphNames, formation.replicas));
  const stateDirectory = await mkdtemp(join(tmpdir(), 'galleria-system-'));
  const remove = startRemover(REMOVE_GALLERIA, stateDirectory);
  const { PATH, HOME } = process.env;
  const failed: string[] = [];
  const crashed = new Set<string>();
  const start = startGalleria({
    ...formation,
    portBase,
    stateDirectory,
    env: { PATH, HOME, ...settings },
    onEvent: (event) => {
      if (event.type === 'step' && event.outcome === 'failed') failed.push(event.name);
      if (event.type === 'process' && event.state.kind === 'restarting') crashed.add(event.name);
    },
  });
  const endOfLog = async (name: string) =>
    (await readFile(join(stateDirectory, 'logs', `${name}.log`), 'utf8')).slice(-4_000);
  const galleria = await start.catch(async (thrown: unknown) => {
    const logs = await Promise.all([...crashed].map(endOfLog));
    throw new Error([toError(thrown).message, ...logs].join('\n'), { cause: thrown });
  });
  const stop = async () => {
    await galleria.stop();
    await remove();
  };
  await galleria.untilReady();
  const [name] = failed;
  if (name !== undefined) {
    const log = await endOfLog(name);
    await stop();
    throw new Error(`${name} failed:\n${log}`);
  }
  return { galleria, stop };
}
