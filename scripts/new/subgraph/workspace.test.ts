import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withWorkspace } from './workspace.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

it.each(['inventory', 'operations', 'users'])('a workspace stands in package-lock.json as npm has %s there', (name) => {
  const folder = `subgraphs/${name}`;
  const before = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> };
  delete before.packages[folder];
  delete before.packages[`node_modules/@galleria/${name}`];
  const after = withWorkspace(JSON.stringify(before), folder, read(`${folder}/package.json`));
  expect(after).toBe(read('package-lock.json'));
});
