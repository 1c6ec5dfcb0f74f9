import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { writeBoundaries } from '../contracts/boundaries/check-boundaries.ts';
import { writeEvents } from '../contracts/events/check-events.ts';
import { withContract, type NewContract } from './contract-source.ts';
import { Refusal } from './refusal.ts';

const CONTRACTS = 'packages/events/src';
const SNAPSHOTS = 'packages/events/schemas';

/**
 * Declares an event of a service: its contract, its JSON Schema, and its entry in what docs/ says of events. Gives the
 * files that were written; throws a `Refusal`, with nothing written, where it cannot be.
 */
export async function createEvent(
  root: string,
  { owner, name, tells }: { readonly owner: string; readonly name: string; readonly tells?: string },
): Promise<string[]> {
  const contract = describeContract(owner, name, tells);
  const file = `${CONTRACTS}/${owner}.ts`;
  refuseUnfit(root, contract, file);
  const before = readFileSync(join(root, file), 'utf8');
  writeFileSync(join(root, file), await withContract(before, contract, file));
  try {
    const { refused, written } = await writeEvents(root);
    if (refused.length > 0) throw new Refusal(refused.map(({ message }) => message).join('\n'));
    return [file, ...written, ...(await writeBoundaries(root))];
  } catch (thrown) {
    writeFileSync(join(root, file), before);
    throw thrown;
  }
}

function describeContract(owner: string, name: string, tells: string | undefined): NewContract {
  const [aggregate = '', ...rest] = name.split('-');
  const exported = aggregate + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const sentence = tells ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}.`;
  return { owner, name, exported, tells: sentence, key: `${aggregate}Id` };
}

function refuseUnfit(root: string, { owner, name, exported, tells }: NewContract, file: string): void {
  const { subgraphNames } = readProject(root);
  if (!subgraphNames.includes(owner)) {
    throw new Refusal(`There is no service ${owner}; there are ${subgraphNames.join(', ')}.`);
  }
  if (!existsSync(join(root, file))) {
    throw new Refusal(
      `${owner} has no contracts yet: there is no ${file}, and no entry for it in ${CONTRACTS}/catalog.ts.`,
    );
  }
  if (!/^[a-z]+(-[a-z]+)+$/.test(name)) {
    throw new Refusal(
      `${name} is no name of an event: write what it is about and what happened, in the past tense, in lower case and with` +
        ' hyphens, such as order-archived.',
    );
  }
  if (!/^\S.*[.!?]$/.test(tells))
    throw new Refusal(`“${tells}” is no sentence: begin with what happened, and end with a full stop.`);
  const versions = readdirSync(join(root, SNAPSHOTS)).filter((snapshot) => snapshot.startsWith(`${owner}.${name}.v`));
  if (versions.length > 0) {
    throw new Refusal(
      `${owner} tells ${name} already (${versions.join(', ')}). Another version is written by hand, beside the old one.`,
    );
  }
  if (new RegExp(`\\b${exported}\\b`).test(readFileSync(join(root, file), 'utf8'))) {
    throw new Refusal(`${file} has something named ${exported} already.`);
  }
}
