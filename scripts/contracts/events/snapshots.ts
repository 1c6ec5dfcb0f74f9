import { parseDocument } from 'yaml';
import { placeAt, type Place } from '../../compose/problem.ts';
import { incompatibleChanges, type Direction, type IncompatibleChange } from './compatibility.ts';
import type { DeclaredContract } from './contracts.ts';
import type { Finding } from '../finding.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Listener } from './traffic.ts';

export const SNAPSHOTS = 'packages/events/schemas';

const CODES: Readonly<Record<Direction, string>> = {
  backward: 'EVENT_NOT_BACKWARD_COMPATIBLE',
  forward: 'EVENT_NOT_FORWARD_COMPATIBLE',
};

/** The file that keeps what was published of a message, and its text. */
export function snapshotOf({ type, description, json }: DeclaredContract): { file: string; text: string } {
  const text = `${JSON.stringify({ title: type, description, ...json }, null, 2)}\n`;
  return { file: `${SNAPSHOTS}/${type}.json`, text };
}

/** How a contract differs from what was published of it, where the difference breaks somebody. */
export function changesSince(published: string, contract: DeclaredContract, listeners: readonly Listener[]): Finding[] {
  const before = JSON.parse(published) as JsonSchema;
  return incompatibleChanges(before, contract.json).map((change) => ({
    check: 'events',
    code: CODES[change.direction],
    severity: 'error',
    message: messageOf(change, contract, listeners),
    places: [
      contract.placeOf(change.path.split(/[.[\]]+/).findLast(Boolean) ?? ''),
      publishedPlace(published, snapshotOf(contract).file, change.path),
    ],
    hint:
      `Inside a version only optional properties are added. Leave ${contract.type} as it is, and publish` +
      ` ${contract.owner}.${contract.name}.v${contract.version + 1} beside it until nobody listens to the old one.`,
  }));
}

function messageOf(
  { direction, path, reason }: IncompatibleChange,
  { type, kind, owner }: DeclaredContract,
  listeners: readonly Listener[],
): string {
  const names = listeners.map(({ service }) => service).join(', ');
  const broken = names === '' ? `whoever listens to this ${kind} of ${owner} outside of this repository` : names;
  const consequence =
    direction === 'backward'
      ? 'what lies in the topic already cannot be read, or means something else'
      : 'instances of the release before cannot read what is sent from now on, or miss something in it';
  return `${type}${path === '' ? '' : ` at ${path}`}: ${reason}. It breaks ${broken}: ${consequence}.`;
}

/** The line of the snapshot where the path, or the nearest above it, stands. */
function publishedPlace(text: string, file: string, path: string): Place {
  const document = parseDocument(text);
  const steps = path
    .split(/\.|(?=\[\])/)
    .filter((step) => step !== '')
    .flatMap((step) => (step === '[]' ? ['items'] : ['properties', step]));
  for (let length = steps.length; length > 0; length -= 1) {
    const node = document.getIn(steps.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range?.[0] !== undefined) return placeAt(file, text, node.range[0]);
  }
  return placeAt(file, text, 0);
}
