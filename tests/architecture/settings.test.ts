import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { SETTINGS_OF_EACH_PROCESS, SETTINGS_PASSED_ON } from '@galleria/platform/supervisor/process/given-environment';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');
/** Read by no config.ts: where one is, what the seed asks, and what the single process runs. */
const BESIDE = ['CONFIG_FILE', 'GRAPH_URL', 'GALLERIA_PARTS'];

const configs = [
  ...readProject(ROOT).subgraphNames.map((name) => `subgraphs/${name}/src/config.ts`),
  'router/src/config.ts',
  'packages/platform/src/mailbox/config.ts',
  'packages/platform/src/storefront/config.ts',
].filter((file) => existsSync(join(ROOT, file)));

describe('every setting that a process reads', () => {
  it.each(configs)('of %s is either passed on by the supervisor or decided by it', async (file) => {
    expect(undecided(await settingsOf(file))).toEqual([]);
  });

  it('of the broker is too', () => {
    expect(undecided(settingsOfBroker())).toEqual([]);
  });

  it('is named once, and nothing else is', async () => {
    const read = [...(await Promise.all(configs.map(settingsOf))).flat(), ...settingsOfBroker(), ...BESIDE];
    const named = [...SETTINGS_PASSED_ON, ...SETTINGS_OF_EACH_PROCESS];
    expect(named.toSorted()).toEqual([...new Set(read)].toSorted());
  });
});

function undecided(settings: readonly string[]): string[] {
  return settings.filter((name) => !SETTINGS_PASSED_ON.includes(name) && !SETTINGS_OF_EACH_PROCESS.includes(name));
}

async function settingsOf(file: string): Promise<string[]> {
  const { settings } = (await import(join(ROOT, file))) as { settings: z.ZodObject };
  return Object.keys(settings.shape);
}

function settingsOfBroker(): string[] {
  const source = readFileSync(join(ROOT, 'packages/platform/src/broker/broker-config.ts'), 'utf8');
  return [...source.matchAll(/env\['(\w+)'\]/g)].flatMap(([, name]) => name ?? []);
}
