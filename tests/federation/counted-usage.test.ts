import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixtureSupergraph, SDL, startFixtureGraph, type FixtureGraph } from '../../router/test/fixture-graph.ts';
import { createProject, type TemporaryProject } from '../../scripts/contracts/testing/temporary-project.ts';

const APP = { 'apollographql-client-name': 'app', 'apollographql-client-version': '1.4' };
const FORBIDDEN = '  forbidden: String';

let folder: string;
let graph: FixtureGraph | undefined;
let project: TemporaryProject | undefined;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'galleria-usage-'))));
afterEach(async () => {
  await graph?.stop();
  project?.remove();
  [graph, project] = [undefined, undefined];
  rmSync(folder, { recursive: true });
});

it('what the router counts tells a removal that nobody calls from one that breaks people', async () => {
  graph = await startFixtureGraph({ env: { OPERATION_USAGE_FOLDER: folder } });
  await graph.ask('query Names { products { name } }', { headers: APP });
  await graph.ask('query Names { products { name } }', { headers: APP });
  await graph.ask('query Names { products { name } }', { headers: { 'graphql-client-name': 'script' } });
  await graph.ask('query Wrong { products { forbidden } }', { headers: APP });
  await graph.stop();
  graph = undefined;

  project = createProject({ ...SDL, products: SDL.products.replace('name: String }', '}').replace(FORBIDDEN, '') });
  project.write('before.graphql', fixtureSupergraph());
  const { findings } = await project.contracts('schema', '--base', 'before.graphql', '--usage', folder);
  const removal = (field: string) =>
    findings.find(({ code, message }) => code === 'FIELD_REMOVED' && message.includes(field));

  const used = removal("'name'");
  expect(used).toMatchObject({
    severity: 'error',
    message: expect.stringMatching(/Clients asked for it 3 times from 20/),
  });
  expect(used?.message).toMatch(/, by Names of app 1\.4 \(2\), Names of script \(1\)\. The last time was on 20/);
  const unused = { severity: 'warning', message: expect.stringContaining('Nobody asked for it from 20') };
  expect(removal("'forbidden'")).toMatchObject(unused);
});

it('of two routers in one folder, both are counted', async () => {
  for (const client of ['one', 'other']) {
    graph = await startFixtureGraph({ env: { OPERATION_USAGE_FOLDER: folder } });
    await graph.ask('{ forbidden }', { headers: { 'graphql-client-name': client } });
    await graph.stop();
  }
  expect(readdirSync(folder)).toHaveLength(2);
  project = createProject({ ...SDL, products: SDL.products.replace(FORBIDDEN, '') });
  project.write('before.graphql', fixtureSupergraph());
  const { findings } = await project.contracts('schema', '--base', 'before.graphql', '--usage', folder);
  expect(findings[0]?.message).toContain('by anonymous of one (1), anonymous of other (1).');
});

it('nothing is counted unless a folder is named', async () => {
  graph = await startFixtureGraph({ env: { OPERATION_USAGE_FOLDER: '' } });
  await graph.ask('{ products { name } }');
  await graph.stop();
  graph = undefined;
  expect(readdirSync(folder)).toEqual([]);
});
