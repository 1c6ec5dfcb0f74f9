import { Trace } from '@apollo/usage-reporting-protobuf';
import { parse, Kind, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSuiteGraph, type SuiteGraph } from './suite-graph.ts';

let graph: SuiteGraph;
beforeAll(async () => {
  graph = await startSuiteGraph();
});
afterAll(() => graph.stop());

/** What the products subgraph says of itself, and asks to be composed from. */
async function publishedSdl(): Promise<string> {
  const { data } = await graph.askProducts('{ _service { sdl } }');
  return data._service.sdl as string;
}

async function entity(representation: Record<string, unknown>, selection: string) {
  const { data, errors } = await graph.askProducts(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
    { variables: { representations: [representation] } },
  );
  expect(errors).toBeUndefined();
  return data._entities[0];
}

async function asked(query: string) {
  const { data, errors } = await graph.ask(query);
  expect(errors).toBeUndefined();
  return data;
}

describe('a subgraph on the kit, by the features of Apollo’s compatibility suite', () => {
  it('_service gives the SDL with every directive that composition needs', async () => {
    const sdl = await publishedSdl();
    for (const directive of ['@link', '@key', '@provides', '@requires', '@external', '@shareable', '@override']) {
      expect(sdl).toContain(directive);
    }
  });

  it('@key with a single field finds an entity', async () => {
    expect(await entity({ __typename: 'Product', id: 'p-1' }, '... on Product { sku }')).toEqual({ sku: 'stool' });
  });

  it('@key with multiple fields finds an entity by all of them', async () => {
    const key = { __typename: 'Product', sku: 'table', package: 'second-edition' };
    expect(await entity(key, '... on Product { id }')).toEqual({ id: 'p-2' });
    expect(await entity({ ...key, package: 'third-edition' }, '... on Product { id }')).toBeNull();
  });

  it('@key with a composite field finds an entity by what is nested in it', async () => {
    const product = { __typename: 'Product', sku: 'stool', variation: { id: 'oak' } };
    expect(await entity(product, '... on Product { id }')).toEqual({ id: 'p-1' });
    const research = { __typename: 'ProductResearch', study: { caseNumber: '7' } };
    expect(await entity(research, '... on ProductResearch { study { description } outcome }')).toEqual({
      study: { description: 'How long a stool lasts' },
      outcome: 'A life',
    });
  });

  it('@key is repeatable: each of the three keys is published', async () => {
    const keys = directivesOf(await publishedSdl(), 'Product', 'key').map((key) => argument(key, 'fields'));
    expect(keys).toEqual(['id', 'sku package', 'sku variation { id }']);
  });

  it('@requires brings a field of another subgraph along', async () => {
    const { product } = await asked('{ product(id: "p-1") { createdBy { averageProductsCreatedPerYear } } }');
    expect(product.createdBy.averageProductsCreatedPerYear).toBe(12);
  });

  it('@requires of a partner gets nested fields of ours', async () => {
    expect(await asked('{ product(id: "p-2") { delivery { carriers } } }')).toEqual({
      product: { delivery: { carriers: 2 } },
    });
  });

  it('@provides spares the call to the owner of a field', async () => {
    const before = graph.calls.users;
    const provided = await asked('{ product(id: "p-1") { createdBy { email totalProductsCreated } } }');
    expect(provided.product.createdBy.totalProductsCreated).toBe(120);
    expect(graph.calls.users).toBe(before);
    // The same field where nothing is provided: the owner is asked.
    await asked('{ deprecatedProduct(sku: "stool", package: "first-edition") { createdBy { totalProductsCreated } } }');
    expect(graph.calls.users).toBe(before + 1);
  });

  it('@link names the version of the specification and what is imported from it', async () => {
    const links = parse(await publishedSdl()).definitions.flatMap((definition) =>
      definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.SCHEMA_DEFINITION
        ? (definition.directives ?? []).filter(({ name }) => name.value === 'link').map((link) => argument(link, 'url'))
        : [],
    );
    expect(links).toContain('https://specs.apollo.dev/federation/v2.9');
    expect(links).toContain('https://galleria.example/custom/v1.0');
  });

  it('@shareable lets two subgraphs define the fields of a value type', async () => {
    expect(directivesOf(await publishedSdl(), 'ProductDimension', 'shareable')).not.toEqual([]);
    const { product } = await asked('{ product(id: "p-1") { dimensions { size weight } } }');
    expect(product.dimensions).toEqual({ size: 'small', weight: 2.5 });
  });

  it('@tag comes through to the supergraph', () => {
    expect(fieldDirectives(graph.supergraphSdl, 'Product', 'notes', 'tag').map((tag) => argument(tag, 'name'))).toEqual(
      ['internal'],
    );
  });

  it('@override takes a field from the subgraph that had it', async () => {
    const before = graph.calls.users;
    const { product } = await asked('{ product(id: "p-1") { createdBy { name } } }');
    expect(product.createdBy.name).toBe('Cara Carpenter');
    expect(graph.calls.users).toBe(before);
  });

  it('@inaccessible hides a field from clients, and from no subgraph', async () => {
    const { errors } = await graph.ask('{ product(id: "p-1") { dimensions { unit } } }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await entity({ __typename: 'Product', id: 'p-1' }, '... on Product { dimensions { unit } }')).toEqual({
      dimensions: { unit: 'kg' },
    });
  });

  it('@composeDirective carries a directive of our own into the supergraph', async () => {
    expect(directivesOf(graph.supergraphSdl, 'Product', 'custom')).toHaveLength(1);
    expect(await publishedSdl()).toContain('@composeDirective');
  });

  it('@interfaceObject adds a field to every implementation of an interface that it does not know', async () => {
    expect(await asked('{ inventories { __typename place deprecatedProducts { sku reason } } }')).toEqual({
      inventories: [
        { __typename: 'Warehouse', place: 'Malmö', deprecatedProducts: [{ sku: 'stool', reason: 'It wobbles.' }] },
      ],
    });
  });
});

describe('federated tracing (ftv1)', () => {
  const TRACED = { 'apollo-federation-include-trace': 'ftv1' };

  it('gives the timing of each resolver to a router that asks for it', async () => {
    const { extensions } = await graph.askProducts('{ product(id: "p-1") { sku } }', { headers: TRACED });
    const trace = Trace.decode(Buffer.from(extensions?.ftv1 ?? '', 'base64'));
    const [root] = trace.root?.child ?? [];
    expect(root).toMatchObject({ responseName: 'product', type: 'Product', parentType: 'Query' });
    expect(root?.child?.map(({ responseName }) => responseName)).toEqual(['sku']);
    expect(Number(root?.endTime)).toBeGreaterThanOrEqual(Number(root?.startTime));
  });

  it('costs nobody anything who does not ask', async () => {
    const { extensions } = await graph.askProducts('{ product(id: "p-1") { sku } }');
    expect(extensions).toBeUndefined();
  });

  it('tells that a resolver failed, and not with which words', async () => {
    const { errors, extensions } = await graph.askProducts('{ broken }', { headers: TRACED });
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    const bytes = Buffer.from(extensions?.ftv1 ?? '', 'base64');
    expect(Trace.decode(bytes).root?.child?.[0]?.error).toHaveLength(1);
    expect(bytes.toString('latin1')).not.toContain('hunter2');
  });
});

function typeOf(sdl: string, name: string): ObjectTypeDefinitionNode {
  const type = parse(sdl).definitions.find(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === name,
  );
  if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) throw new Error(`no type ${name}`);
  return type;
}

function directivesOf(sdl: string, type: string, directive: string): ConstDirectiveNode[] {
  return (typeOf(sdl, type).directives ?? []).filter(({ name }) => name.value === directive);
}

function fieldDirectives(sdl: string, type: string, field: string, directive: string): ConstDirectiveNode[] {
  const found = typeOf(sdl, type).fields?.find(({ name }) => name.value === field);
  return (found?.directives ?? []).filter(({ name }) => name.value === directive);
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
