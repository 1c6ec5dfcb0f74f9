import type { DeclaredContract } from '../events/contracts.ts';
import type { Traffic } from '../events/traffic.ts';
import type { ServiceCall, SharedEntity } from './graph-calls.ts';

const HEAD = `<!-- Written by npm run contracts from the contracts, the services' code and the supergraph. Do not edit. -->

# Who calls and listens to whom

[architecture.md](architecture.md) says why it is so; this page is what the code does. [events.md](events.md) has each message.
`;

/** docs/boundaries.md: what crosses the line between two services, drawn. */
export function boundariesPage(parts: {
  readonly contracts: readonly DeclaredContract[];
  readonly traffic: Traffic;
  readonly calls: readonly ServiceCall[];
  readonly entities: readonly SharedEntity[];
}): string {
  const { contracts, traffic, calls, entities } = parts;
  return `${HEAD}
## Calls

Each query goes through the router, which knows the services by their addresses; whoever else waits for another service is drawn here, too.

${mermaid(callEdges(traffic.services, calls))}

## Events

An arrow leads from the owner of events to who does something about them, once for all its instances. What every instance hears, and keeps
nothing of, is dotted.

${mermaid(eventEdges(contracts, traffic))}

## Commands

An arrow leads from who asks to who does it.

${mermaid(commandEdges(contracts, traffic))}

## Entities of more than one service

Of each of these the router puts an answer together from several services. Keys, which all of them know, are left out.

${entityTable(entities)}
`;
}

function callEdges(services: readonly string[], calls: readonly ServiceCall[]): string[] {
  return [
    'client([clients]) --> router',
    ...services.map((service) => `router --> ${service}`),
    ...calls.map(({ from, to }) => `${from} -->|waits for| ${to}`),
  ];
}

function eventEdges(contracts: readonly DeclaredContract[], { listeners }: Traffic): string[] {
  const names = new Map<string, string[]>();
  for (const { type, owner, name, kind } of contracts) {
    if (kind === 'command') continue;
    for (const { service, how } of listeners.get(type) ?? []) {
      // What a service hears of itself crosses no line.
      if (service === owner) continue;
      const edge = `${owner} ${how === 'once' ? '-->' : '-.->'} ${service}`;
      names.set(edge, [...(names.get(edge) ?? []), name]);
    }
  }
  return labelled(names);
}

function commandEdges(contracts: readonly DeclaredContract[], { senders }: Traffic): string[] {
  const names = new Map<string, string[]>();
  for (const { type, owner, name, kind } of contracts) {
    if (kind === 'event') continue;
    for (const service of senders.get(type) ?? []) {
      const edge = `${service} --> ${owner}`;
      names.set(edge, [...(names.get(edge) ?? []), name]);
    }
  }
  return labelled(names);
}

function labelled(names: ReadonlyMap<string, readonly string[]>): string[] {
  return [...names].map(([edge, all]) => {
    const [from, arrow, to] = edge.split(' ');
    return `${from} ${arrow}|${all.join('<br/>')}| ${to}`;
  });
}

function mermaid(edges: readonly string[]): string {
  return ['```mermaid', 'flowchart LR', ...edges.toSorted().map((edge) => `  ${edge}`), '```'].join('\n');
}

function entityTable(entities: readonly SharedEntity[]): string {
  const rows = entities.map(({ name, fields }) => {
    const [owner, ...others] = [...fields].toSorted(([, one], [, other]) => other.length - one.length);
    const given = others.map(([service, names]) => `${service}: ${names.map((field) => `\`${field}\``).join(', ')}`);
    return `| ${name} | ${owner?.[0]} | ${given.join('; ')} |`;
  });
  return ['| entity | most of it from | fields from others |', '| --- | --- | --- |', ...rows].join('\n');
}
