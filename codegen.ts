import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { parse } from 'yaml';

type Outputs = CodegenConfig['generates'];

const ROOT = import.meta.dirname;

const SHARED_SETTINGS = {
  importExtension: '.ts',
  useTypeImports: true,
  enumsAsTypes: true,
};

const RESOLVER_SETTINGS = {
  ...SHARED_SETTINGS,
  federation: true,
  contextType: '../api/context.ts#GraphQLContext',
  scalars: { ID: 'string', DateTime: { input: 'Date', output: 'Date' }, _FieldSet: 'string' },
  maybeValue: 'T | null | undefined',
  inputMaybeValue: 'T | null',
  // A member of a union that forgets its __typename fails the type check, and not the first request.
  resolversNonOptionalTypename: { unionMember: true, interfaceImplementingType: true },
};

/** A service calls another as a client: its dates are still text. */
const CLIENT_SETTINGS = { ...SHARED_SETTINGS, federation: true, scalars: { ID: 'string', DateTime: 'string' } };

/**
 * The storefront reads fragments where they are spread, and nowhere else: `mask` makes a look into another's fragment a
 * type error.
 */
const STOREFRONT_SETTINGS = {
  useTypeImports: true,
  enumsAsTypes: true,
  importExtension: '.ts',
  scalars: { ID: 'string', DateTime: 'string' },
  inlineFragmentTypes: 'mask',
  customDirectives: { apolloUnmask: true },
  nonOptionalTypename: true,
  skipTypeNameForRoot: true,
};

const subgraphs = readSubgraphs();

const config: CodegenConfig = {
  generates: Object.assign(
    {},
    ...Object.keys(subgraphs).map((name) => ({ ...resolverTypes(name), ...clients(name) })),
    storefront(),
  ) as Outputs,
};

export default config;

/** Resolver types of one subgraph, from its schema and the models that stand behind its types. */
function resolverTypes(name: string): Outputs {
  const schema = subgraphs[name] ?? '';
  if (!existsSync(resolve(ROOT, schema))) return {};
  return {
    [`subgraphs/${name}/src/generated/graphql.ts`]: {
      schema,
      plugins: ['typescript', 'typescript-resolvers'],
      config: { ...RESOLVER_SETTINGS, mappers: models(name, schema) },
    },
  };
}

/**
 * Typed operations that one service sends to others: `clients/users.graphql` is checked against the schema of users.
 */
function clients(name: string): Outputs {
  const directory = `subgraphs/${name}/src/clients`;
  const documents = listDirectory(directory).filter((file) => file.endsWith('.graphql'));
  return Object.fromEntries(
    documents.map((document) => {
      const target = document.replace('.graphql', '');
      const schema = subgraphs[target];
      if (schema === undefined) throw new Error(`${directory}/${document}: supergraph.yaml has no subgraph ${target}.`);
      const output = {
        schema,
        documents: `${directory}/${document}`,
        plugins: ['typescript-operations', './scripts/generate/operation-text-plugin.ts'],
        config: CLIENT_SETTINGS,
      };
      return [`subgraphs/${name}/src/generated/clients/${target}.ts`, output];
    }),
  );
}

/**
 * What the storefront asks for: a document beside each component, its types and its parsed form in `generated/` beside
 * it.
 */
function storefront(): Outputs {
  const schema = 'router/supergraph.graphql';
  const documents = 'client/src/**/*.graphql';
  return {
    'client/src/graph/generated/schema-types.ts': { schema, plugins: ['typescript'], config: STOREFRONT_SETTINGS },
    'client/src/graph/generated/possible-types.ts': {
      schema,
      documents,
      plugins: ['./scripts/generate/possible-types-plugin.ts'],
    },
    'client/src/': {
      schema,
      documents,
      preset: 'near-operation-file',
      presetConfig: { extension: '.ts', folder: 'generated', baseTypesPath: 'graph/generated/schema-types.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: STOREFRONT_SETTINGS,
    },
  };
}

/**
 * By convention `src/api/models.ts` exports `ProductModel` when resolvers of `Product` are given something else than
 * its fields.
 */
function models(name: string, schema: string): Record<string, string> {
  const file = resolve(ROOT, `subgraphs/${name}/src/api/models.ts`);
  if (!existsSync(file)) return {};
  const types = new Set(readFileSync(resolve(ROOT, schema), 'utf8').match(/(?<=^(extend )?type )\w+/gm));
  const exported = readFileSync(file, 'utf8').match(/(?<=^export (type|interface|class) )\w+(?=Model\b)/gm) ?? [];
  return Object.fromEntries(
    exported.filter((type) => types.has(type)).map((type) => [type, `../api/models.ts#${type}Model`]),
  );
}

function readSubgraphs(): Record<string, string | undefined> {
  const file = resolve(ROOT, 'supergraph.yaml');
  const { subgraphs: listed } = parse(readFileSync(file, 'utf8')) as {
    subgraphs: Record<string, { schema: { file: string } }>;
  };
  return Object.fromEntries(
    Object.entries(listed).map(([name, { schema }]) => [name, schema.file.replace(/^\.\//, '')]),
  );
}

function listDirectory(directory: string): string[] {
  const path = resolve(ROOT, directory);
  return existsSync(path) ? readdirSync(path) : [];
}
