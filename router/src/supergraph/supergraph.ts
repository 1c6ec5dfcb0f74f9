import { readFileSync } from 'node:fs';
import { ConfigError } from '@galleria/kit/config';
import { toError } from '@galleria/kit/errors';
import { Kind, parse, type ConstDirectiveNode, type EnumValueDefinitionNode } from 'graphql';
import { parseInstanceAddress } from '../subgraphs/discovery/instance-address.ts';

/** The composed graph, and where each of its subgraphs answers. */
export interface Supergraph {
  readonly sdl: string;
  readonly subgraphs: readonly SubgraphAddress[];
}

export interface SubgraphAddress {
  readonly name: string;
  /** Of its GraphQL endpoint, one for each of its processes or a name for several: docs/guides/traffic.md. */
  readonly urls: readonly string[];
}

/** Reads the file that `npm run compose` writes. Throws `ConfigError` when it cannot be read. */
export function readSupergraphFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError([`SUPERGRAPH_FILE: cannot read ${path}; \`npm run compose\` writes it`]);
  }
}

/**
 * The subgraphs of a supergraph, from its join spec enum (https://specs.apollo.dev/join/v0.3/), with `urls` in place of
 * the routing URLs composed into it. Throws `ConfigError` when the text is no supergraph or `urls` names a subgraph it
 * lacks.
 */
export function openSupergraph(sdl: string, urls: ReadonlyMap<string, readonly string[]>): Supergraph {
  const composed = composedAddresses(sdl);
  if (composed.length === 0) throw new ConfigError(['SUPERGRAPH_FILE: not a supergraph; `npm run compose` writes one']);
  const names = composed.map(({ name }) => name);
  const unknown = [...urls.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((name) => `SUBGRAPH_URLS: no subgraph "${name}"; the supergraph has ${names.join(', ')}`),
    );
  }
  const subgraphs = composed.map(({ name, url }) => ({ name, urls: urls.get(name) ?? [url] }));
  const problems = subgraphs
    .filter((subgraph) => !subgraph.urls.every((url) => parseInstanceAddress(url) !== undefined))
    .map(({ name }) => `SUBGRAPH_URLS: "${name}" has no usable routing URL in the supergraph; give it one here`);
  if (problems.length > 0) throw new ConfigError(problems);
  return { sdl, subgraphs };
}

interface ComposedAddress {
  readonly name: string;
  readonly url: string;
}

function composedAddresses(sdl: string): ComposedAddress[] {
  const document = parseSupergraph(sdl);
  return document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
        ? (definition.values ?? [])
        : [],
    )
    .flatMap(addressOf);
}

function parseSupergraph(sdl: string) {
  try {
    return parse(sdl, { noLocation: true });
  } catch (thrown) {
    throw new ConfigError([`SUPERGRAPH_FILE: no GraphQL schema: ${toError(thrown).message}`]);
  }
}

function addressOf(value: EnumValueDefinitionNode): ComposedAddress[] {
  const graph = value.directives?.find(({ name }) => name.value === 'join__graph');
  const name = graph === undefined ? undefined : stringArgument(graph, 'name');
  const url = graph === undefined ? undefined : stringArgument(graph, 'url');
  return name === undefined || url === undefined ? [] : [{ name, url }];
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
