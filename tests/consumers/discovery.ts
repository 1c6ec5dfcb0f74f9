import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { subscriptionsOf } from '../../scripts/contracts/events/subscriptions.ts';
import { readSubgraphs } from '../security/ruled-fields.ts';
import type { ConsumerApp, ConsumerSamples } from './story.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A service, and what it listens to. */
export interface Listener {
  readonly service: string;
  readonly types: readonly string[];
  /** Undefined where nobody has written the file yet. */
  readonly consumers: ConsumerSamples<ConsumerApp> | undefined;
}

/** All services there are, be they composed already or only a folder yet. */
export async function findListeners(): Promise<Listener[]> {
  const folders = readdirSync(join(ROOT, 'subgraphs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const services = new Set([...readSubgraphs().map(({ name }) => name), ...folders.map(({ name }) => name)]);
  return Promise.all(
    [...services].map(async (service) => ({
      service,
      types: (await subscriptionsOf(ROOT, service)).map(({ type }) => type),
      consumers: (await importIfThere(samplesFile(service)))?.['consumers'] as Listener['consumers'],
    })),
  );
}

/** What is missing, and where it is to be written; what is there for nothing. Empty when all is well. */
export function complaintsAbout({ service, types, consumers }: Listener): string[] {
  const file = samplesFile(service);
  const sampled = Object.entries(consumers?.samples ?? {});
  const without = types.filter((type) => !sampled.some(([of, situations]) => of === type && hasAny(situations)));
  return [
    ...without.map(
      (type) =>
        `${service} listens to ${type}: write a sample of it in ${file}, under samples['${type}'] of its export` +
        ' `consumers`: the history that leads to the message, and what comes before and after (tests/consumers/story.ts).',
    ),
    ...sampled
      .filter(([type]) => !types.includes(type))
      .map(([type]) => `${service} does not listen to ${type} any more: remove its sample from ${file}.`),
  ];
}

function hasAny(situations: object): boolean {
  return Object.keys(situations).length > 0;
}

function samplesFile(service: string): string {
  return `tests/consumers/samples/${service}.ts`;
}

async function importIfThere(file: string): Promise<Record<string, unknown> | undefined> {
  const path = join(ROOT, file);
  return existsSync(path) ? ((await import(pathToFileURL(path).href)) as Record<string, unknown>) : undefined;
}
