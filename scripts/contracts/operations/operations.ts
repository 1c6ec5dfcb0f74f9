import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GraphQLError, Kind, type DefinitionNode, type DocumentNode } from 'graphql';
import { placeAt, type Place } from '../../compose/problem.ts';
import { plainText } from '../../compose/schema-text.ts';
import type { Finding } from '../finding.ts';
import { operationsOfManifest } from './manifests.ts';
import { documentsInProgram, parseAt } from './sources.ts';

/** Documents that are one program's: fragments of one file may be used in another. */
export interface Operations {
  /** The subgraph that they are sent to; undefined for the graph. */
  readonly subgraph?: string;
  readonly document: DocumentNode;
}

export interface ShippedOperations {
  readonly groups: readonly Operations[];
  /** Files that hold no operations although they should. */
  readonly findings: readonly Finding[];
}

/** What the storefront asks for, one document in many files. */
const STOREFRONT = 'client/src';
/** What clients of before send: each file by itself. */
const CONTRACT = 'tests/contract';
/** Programs with operations in them: the seed, and the examples of the landing page. */
const PROGRAMS = ['scripts/seed', 'router/src/http'];
/** Persisted operations of released clients. */
const MANIFESTS = 'contracts/clients';

type Collected = readonly (Operations | Finding)[];

/** Every operation that the project ships, sends or has promised to answer. */
export async function readOperations(root: string): Promise<ShippedOperations> {
  const collected = await Promise.all([
    readStorefront(root),
    readEach(root, CONTRACT, '.graphql', (file, text) => [parsed(text, file)]),
    readServiceClients(root),
    ...PROGRAMS.map((folder) =>
      readEach(root, folder, '.ts', (file, text) =>
        documentsInProgram(text).map((document) => parsed(document, file, (offset) => placeAt(file, text, offset))),
      ),
    ),
    readEach(root, MANIFESTS, '.json', readManifest),
  ]);
  const all = collected.flat();
  return {
    groups: all.flatMap((one) => ('document' in one ? [one] : [])),
    findings: all.flatMap((one) => ('document' in one ? [] : [one])),
  };
}

async function readStorefront(root: string): Promise<Collected> {
  const parts = await readEach(root, STOREFRONT, '.graphql', (file, text) => [parsed(text, file)]);
  const definitions = parts.flatMap((part): readonly DefinitionNode[] =>
    'document' in part ? part.document.definitions : [],
  );
  const broken = parts.filter((part) => !('document' in part));
  return definitions.length === 0 ? broken : [{ document: { kind: Kind.DOCUMENT, definitions } }, ...broken];
}

/** `subgraphs/orders/src/clients/users.graphql` is what orders asks users for, without the router. */
async function readServiceClients(root: string): Promise<Collected> {
  const services = await readdir(join(root, 'subgraphs')).catch(() => []);
  const read = services.map((service) =>
    readEach(root, `subgraphs/${service}/src/clients`, '.graphql', (file, text) => {
      const operations = parsed(text, file);
      return ['document' in operations ? { ...operations, subgraph: basename(file, '.graphql') } : operations];
    }),
  );
  return (await Promise.all(read)).flat();
}

function readManifest(file: string, text: string): Collected {
  const operations = operationsOfManifest(file, text);
  if (operations !== undefined) return operations.map(({ body, place }) => parsed(body, file, () => place));
  const message = `${file} is no manifest of persisted operations.`;
  const hint = 'Put one there as `generate-persisted-query-manifest` writes it, or an object of texts by their hash.';
  return [{ ...problem(message, [placeAt(file, text, 0)]), hint }];
}

async function readEach(
  root: string,
  folder: string,
  ending: string,
  read: (file: string, text: string) => Collected,
): Promise<Collected> {
  const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
  const names = entries.filter((name) => name.endsWith(ending) && !name.endsWith('.test.ts')).sort();
  const files = names.map(async (name) => {
    const file = `${folder}/${name.replaceAll('\\', '/')}`;
    return read(file, plainText(await readFile(join(root, file), 'utf8')));
  });
  return (await Promise.all(files)).flat();
}

function parsed(
  text: string,
  file: string,
  find: (offset: number) => Place = (offset) => placeAt(file, text, offset),
): Operations | Finding {
  try {
    return { document: parseAt(text, file, find) };
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return problem(thrown.message, (thrown.positions ?? []).map(find));
  }
}

function problem(message: string, places: readonly Place[]): Finding {
  return { check: 'operations', code: 'OPERATION_UNREADABLE', severity: 'error', message, places };
}
