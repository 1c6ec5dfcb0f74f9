import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { planPorts, DEFAULT_PORT_BASE } from '@galleria/platform/ports';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { Refusal } from '../refusal.ts';
import { listed, listings, type Entry } from './listings.ts';
import { deriveNames, type NewSubgraph } from './names.ts';
import { refuseTaken } from './taken.ts';
import { filledTemplate, formatted, formattedFiles, type Files } from './template.ts';
import { linkWorkspace, LOCK, withWorkspace } from './workspace.ts';

const MESSAGING_MODELS = 'packages/messaging/src/prisma-models.md';

export interface Written {
  readonly created: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Writes a service with one entity that belongs to a customer, and lists it wherever services are listed. Throws a
 * `Refusal`, with nothing written, where it cannot be. What is generated, and the first migration, come after it.
 */
export async function createSubgraph(root: string, asked: NewSubgraph): Promise<Written> {
  const names = deriveNames(asked);
  const { service } = asked;
  const files = withMessagingTables(filledTemplate(names), root, service);
  const { subgraphNames } = readProject(root);
  refuseTaken(root, names, subgraphNames, files.get(`subgraphs/${service}/schema.graphql`) ?? '');
  refuseInTheWay(root, service, files);
  const port = planPorts(DEFAULT_PORT_BASE, [...subgraphNames, service]).subgraphs[service] ?? 0;
  const changed = new Map([
    ...(await changedListings(root, { names, port })),
    [LOCK, lockWith(root, service, files)] as const,
  ]);
  const created = await formattedFiles(files, root);
  writeAll(root, created, changed);
  linkWorkspace(root, `subgraphs/${service}`);
  return { created: [...created.keys()], changed: [...changed.keys()] };
}

/** Every service has the same ones, and messaging says what they are. */
function withMessagingTables(files: Files, root: string, service: string): Files {
  const file = `prisma/${service}/schema.prisma`;
  const models = /```prisma\n([\s\S]*?)```/.exec(readFileSync(join(root, MESSAGING_MODELS), 'utf8'))?.[1];
  if (models === undefined) throw new Refusal(`${MESSAGING_MODELS} shows no models any more.`);
  return new Map([...files, [file, `${files.get(file)}\n${models}`]]);
}

/** Of an attempt that was broken off, or of somebody's own. */
function refuseInTheWay(root: string, service: string, files: Files): void {
  const folders = [`subgraphs/${service}`, `prisma/${service}`];
  const inTheWay = [...folders, ...files.keys()].filter((path) => existsSync(join(root, path)));
  if (inTheWay.length > 0) {
    throw new Refusal(`There is something already where the service would be: ${inTheWay.slice(0, 5).join(', ')}.`);
  }
}

function changedListings(root: string, entry: Entry): Promise<(readonly [string, string])[]> {
  return Promise.all(
    listings.map(async (listing) => {
      const before = readFileSync(join(root, listing.file), 'utf8');
      const file = join(root, listing.file);
      return [listing.file, await formatted(listed(listing, before, entry), file)] as const;
    }),
  );
}

function lockWith(root: string, service: string, files: Files): string {
  const manifest = files.get(`subgraphs/${service}/package.json`) ?? '';
  return withWorkspace(readFileSync(join(root, LOCK), 'utf8'), `subgraphs/${service}`, manifest);
}

/** All of them, or none. */
function writeAll(root: string, created: Files, changed: Files): void {
  const before = new Map([...changed.keys()].map((file) => [file, readFileSync(join(root, file))] as const));
  try {
    for (const [file, text] of [...created, ...changed]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  } catch (thrown) {
    for (const file of created.keys()) rmSync(join(root, file), { force: true });
    for (const [file, text] of before) writeFileSync(join(root, file), text);
    throw thrown;
  }
}
