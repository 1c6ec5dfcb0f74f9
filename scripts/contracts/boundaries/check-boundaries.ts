import { readContracts } from '../events/contracts.ts';
import { readTraffic } from '../events/traffic.ts';
import type { Finding } from '../finding.ts';
import { staleFiles, writeFiles, type GeneratedFiles } from '../generated-files.ts';
import { forbiddenImports } from './dependency-rules.ts';
import { readSupergraph, serviceCalls, sharedEntities } from './graph-calls.ts';
import { boundariesPage } from './picture.ts';

/** Imports that are forbidden, and whether the picture of calls and events is what the code says. */
export async function checkBoundaries(root: string): Promise<readonly Finding[]> {
  return [...forbiddenImports(root), ...(await stalePicture(root))];
}

export async function stalePicture(root: string): Promise<Finding[]> {
  return staleFiles(root, await picture(root), 'boundaries');
}

/** Writes docs/boundaries.md, and gives the names of what was written. */
export async function writeBoundaries(root: string): Promise<string[]> {
  return writeFiles(root, await picture(root));
}

async function picture(root: string): Promise<GeneratedFiles> {
  const contracts = await readContracts(root);
  const traffic = await readTraffic(root, contracts);
  const calls = serviceCalls(root, traffic.services);
  const entities = sharedEntities(readSupergraph(root));
  return new Map([['docs/boundaries.md', boundariesPage({ contracts, traffic, calls, entities })]]);
}
