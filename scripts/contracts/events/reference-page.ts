import type { DeclaredContract } from './contracts.ts';
import { fieldsOf } from './fields.ts';
import type { Traffic } from './traffic.ts';

const HEAD = `<!-- Written by npm run contracts from packages/events and the services' code. Do not edit. -->

# Events and commands

Everything that services tell and ask each other. A message is a CloudEvent in Kafka's binary mode: its id, type, time and what caused it are
headers, its value is the JSON below, and its key decides the partition, so that messages of one key arrive in the order in which they were sent.
Each may come more than once ([decision 004](decisions/004-outbox-and-inbox.md)). An object may hold more than is listed: pass over what you
do not know. [asyncapi.yaml](asyncapi.yaml) says the same to programs, and [boundaries.md](boundaries.md) is the picture.
`;

/** docs/events.md: what there is to listen to, for somebody who wants to. */
export function eventsPage(contracts: readonly DeclaredContract[], traffic: Traffic): string {
  const owners = [...new Set(contracts.map(({ owner }) => owner))].toSorted();
  const sections = owners.map((owner) => {
    const own = contracts.filter((contract) => contract.owner === owner);
    return [`## ${owner}`, overview(own, traffic), ...own.map((contract) => describe(contract, traffic))].join('\n\n');
  });
  return `${HEAD}\n${sections.join('\n\n')}\n`;
}

function overview(contracts: readonly DeclaredContract[], { listeners }: Traffic): string {
  const rows = contracts.map(({ type, name, version, description }) => {
    const names = (listeners.get(type) ?? []).map(({ service }) => service).join(', ');
    return [`[${name}](#${anchor(name, version)})`, description, names === '' ? '–' : names];
  });
  return table(['message', 'tells or asks', 'who listens'], rows);
}

function describe(contract: DeclaredContract, traffic: Traffic): string {
  const { type, name, version, kind, topic, key, description, json } = contract;
  const rows = fieldsOf(json).map(({ path, shape, required }) => [
    `\`${path}\``,
    shape.replaceAll('|', '\\|'),
    required ? 'always' : 'may be absent',
  ]);
  return [
    `### ${name} v${version}`,
    description,
    `${kind === 'event' ? 'Event' : 'Command'} \`${type}\` on \`${topic}\`, keyed by \`${key}\`. ${senders(contract, traffic)} ` +
      listeners(contract, traffic),
    table(['field', 'shape', ''], rows),
  ].join('\n\n');
}

function senders({ type, owner }: DeclaredContract, traffic: Traffic): string {
  const names = traffic.senders.get(type) ?? [];
  return names.length === 0 ? `Nobody sends it; it is for ${owner} to do.` : `Sent by ${names.join(', ')}.`;
}

function listeners({ type, unheardBecause }: DeclaredContract, traffic: Traffic): string {
  const all = traffic.listeners.get(type) ?? [];
  if (all.length === 0) return `Nobody listens. ${unheardBecause ?? ''}`.trimEnd();
  const named = (how: string) => all.filter((one) => one.how === how).map(({ service }) => service);
  const [once, everywhere] = [named('once'), named('everywhere')];
  const sentences = [
    once.length === 0 ? [] : [`Handled once by ${once.join(', ')}.`],
    everywhere.length === 0 ? [] : [`Heard by every instance of ${everywhere.join(', ')}.`],
  ];
  return sentences.flat().join(' ');
}

/** What GitHub makes of the heading. */
function anchor(name: string, version: number): string {
  return `${name}-v${version}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}
