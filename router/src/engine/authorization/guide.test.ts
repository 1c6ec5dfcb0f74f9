import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadPolicyModule } from '../../policy/policies/policy-module.ts';
import { createLocalGraph } from '../testing/local-graph.ts';
import type { Authorize } from './rights.ts';

const GUIDE = readFileSync(resolve(import.meta.dirname, '../../../../docs/guides/authorization.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'galleria-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AUDITOR = { userId: 'ada', roles: ['AUDITOR'] };

function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
}

it('the guide to authorization shows what a visitor and an auditor are answered', async () => {
  const [sdl = '', query = ''] = blocks('graphql');
  const [source = ''] = blocks('js');
  const file = join(folder, 'policies.mjs');
  writeFileSync(file, source);
  const decide = await loadPolicyModule(file);
  let viewer: typeof AUDITOR | null = null;
  const authorize: Authorize<undefined> = async (policies) => {
    const scopes = viewer === null ? [] : ['staff', 'salaries'];
    const decided = await decide({ policies, viewer, scopes, clientAddress: '::1' }, new AbortController().signal);
    const holding = policies.filter((policy) => decided[policy] === true);
    return { isAuthenticated: viewer !== null, scopes: new Set(scopes), policies: new Set(holding) };
  };
  const ada = { id: '1', name: 'Ada', phone: '555', salary: 7, file: { note: 'likes tea' } };
  const graph = createLocalGraph({ people: { sdl, resolvers: { Query: { me: () => ada } } } }, { authorize });
  const [visitor = '', auditor = ''] = blocks('json');
  expect(await graph.ask(query)).toEqual(JSON.parse(visitor));
  expect(graph.calls.map((call) => call.query.replace(/\s+/g, ''))).toEqual(['{me{name}}']);
  viewer = AUDITOR;
  expect(await graph.ask(query)).toEqual(JSON.parse(auditor));
});
