import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApolloClient, ApolloLink, type DocumentNode } from '@apollo/client';
import { Kind, OperationTypeNode, print, type OperationDefinitionNode } from 'graphql';
import { firstValueFrom, from, of, type Observable } from 'rxjs';
import type {} from './src/graph/masking.d.ts';
import { createCache } from './src/graph/cache.ts';

// Which their types ask for.
const AS_ON_PAGES = { watchQuery: { errorPolicy: 'all' }, query: { errorPolicy: 'all' } } as const;
const SOURCES = resolve(import.meta.dirname, 'src');

/** One operation in Apollo's manifest of persisted operations. */
interface ManifestOperation {
  /** SHA-256 of the body. */
  readonly id: string;
  readonly name: string;
  readonly type: OperationDefinitionNode['operation'];
  readonly body: string;
}

/**
 * Writes what the storefront asks, as its browsers send it to the letter, for the router to plan before they do:
 * https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format
 */
export async function writeStorefrontOperations(file: string): Promise<void> {
  const operations = await storefrontOperations();
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** All operations of the generated documents, by name. */
async function storefrontOperations(): Promise<readonly ManifestOperation[]> {
  const files = (await readdir(SOURCES, { recursive: true })).filter((path) => /\/generated\/[\w-]+\.ts$/.test(path));
  const modules = await Promise.all(
    files.map(async (path) => (await import(pathToFileURL(join(SOURCES, path)).href)) as Record<string, unknown>),
  );
  const send = createSender();
  const operations: ManifestOperation[] = [];
  for (const document of modules.flatMap((module) => Object.values(module).filter(isOperation))) {
    operations.push(toManifest(await send(document)));
  }
  return operations.sort((one, other) => one.name.localeCompare(other.name));
}

/** What the client makes of a document before it is sent: only itself knows. */
function createSender(): (document: DocumentNode) => Promise<DocumentNode> {
  let sent: DocumentNode | undefined;
  const link = new ApolloLink(({ query }) => {
    sent = query;
    return of({ data: null });
  });
  const client = new ApolloClient({ link, cache: createCache(), dataMasking: true, defaultOptions: AS_ON_PAGES });
  return async (document) => {
    sent = undefined;
    await firstValueFrom(ask(client, document), { defaultValue: undefined });
    if (sent === undefined) throw new Error('The storefront sends nothing for one of its operations.');
    return sent;
  };
}

function ask(client: ApolloClient, document: DocumentNode): Observable<unknown> {
  switch (operationOf(document).operation) {
    case OperationTypeNode.QUERY:
      return from(client.query({ query: document, fetchPolicy: 'no-cache' }));
    case OperationTypeNode.MUTATION:
      return from(client.mutate({ mutation: document, fetchPolicy: 'no-cache' }));
    case OperationTypeNode.SUBSCRIPTION:
      return client.subscribe({ query: document, fetchPolicy: 'no-cache' });
  }
}

function toManifest(document: DocumentNode): ManifestOperation {
  const operation = operationOf(document);
  if (operation.name === undefined) throw new Error('An operation of the storefront has no name.');
  const body = print(document);
  const id = createHash('sha256').update(body).digest('hex');
  return { id, name: operation.name.value, type: operation.operation, body };
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('A document of the storefront has no operation.');
  return operation;
}

function isOperation(exported: unknown): exported is DocumentNode {
  if (typeof exported !== 'object' || exported === null || !('definitions' in exported)) return false;
  return (exported as DocumentNode).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
}
