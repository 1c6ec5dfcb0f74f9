import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeAt } from '../../compose/problem.ts';
import type { Finding } from '../finding.ts';
import { committedText, removeFiles, staleFiles, writeFiles, type GeneratedFiles } from '../generated-files.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { CONTRACTS, readContracts, type DeclaredContract } from './contracts.ts';
import { looseEnds } from './loose-ends.ts';
import { ownedTopics } from './owned-topics.ts';
import { eventsPage } from './reference-page.ts';
import { changesSince, SNAPSHOTS, snapshotOf } from './snapshots.ts';
import { readTraffic, type Traffic } from './traffic.ts';

interface Events {
  readonly contracts: readonly DeclaredContract[];
  readonly traffic: Traffic;
  /** Published once, and declared no more. */
  readonly withdrawn: readonly string[];
}

/** What breaks those who listen, what nobody owns, sends or hears, and what is written of events and stale. */
export async function checkEvents(root: string): Promise<readonly Finding[]> {
  const events = await readEvents(root);
  const { contracts, traffic } = events;
  return [
    ...(await breakingChanges(root, events)),
    ...looseEnds(contracts, traffic, ownedTopics(root, traffic.services), await catalogued(root)),
    ...events.withdrawn.map(withdrawal),
    ...(await staleFiles(root, generatedFrom(events), 'events')),
  ];
}

/**
 * Writes the JSON Schemas, docs/events.md and docs/asyncapi.yaml. A change that breaks a published version is not
 * written: its findings come back instead.
 */
export async function writeEvents(root: string): Promise<{
  readonly refused: readonly Finding[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
}> {
  const events = await readEvents(root);
  const refused = await breakingChanges(root, events);
  if (refused.length > 0) return { refused, written: [], removed: [] };
  await removeFiles(root, events.withdrawn);
  return { refused, written: await writeFiles(root, generatedFrom(events)), removed: events.withdrawn };
}

async function readEvents(root: string): Promise<Events> {
  const contracts = await readContracts(root);
  const declared = new Set(contracts.map((contract) => snapshotOf(contract).file));
  const names: string[] = await readdir(join(root, SNAPSHOTS)).catch(() => []);
  const withdrawn = names.map((name) => `${SNAPSHOTS}/${name}`).filter((file) => !declared.has(file));
  return { contracts, traffic: await readTraffic(root, contracts), withdrawn };
}

async function breakingChanges(root: string, { contracts, traffic }: Events): Promise<Finding[]> {
  const changes = contracts.map(async (contract) => {
    const published = await committedText(root, snapshotOf(contract).file);
    return published === undefined ? [] : changesSince(published, contract, traffic.listeners.get(contract.type) ?? []);
  });
  return (await Promise.all(changes)).flat();
}

async function catalogued(root: string): Promise<ReadonlySet<string>> {
  const module = (await import(pathToFileURL(join(root, CONTRACTS, 'catalog.ts')).href)) as {
    readonly knownTypes: ReadonlySet<string>;
  };
  return module.knownTypes;
}

function withdrawal(file: string): Finding {
  return {
    check: 'events',
    code: 'EVENT_WITHDRAWN',
    severity: 'error',
    message: `${file} was published, and no contract declares it any more: what lies in the topic becomes a dead letter.`,
    places: [placeAt(file, '', 0)],
    hint: 'Wait until no release that sends it runs and its topic has forgotten it; then `npm run contracts -- --write` removes the file.',
  };
}

function generatedFrom({ contracts, traffic }: Events): GeneratedFiles {
  return new Map([
    ...contracts.map((contract) => Object.values(snapshotOf(contract)) as [string, string]),
    ['docs/events.md', eventsPage(contracts, traffic)],
    ['docs/asyncapi.yaml', asyncApiDocument(contracts, traffic)],
  ]);
}
