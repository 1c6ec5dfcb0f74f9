import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const SUBGRAPHS = ['users', 'orders'];

const FIXTURES = resolve(import.meta.dirname, 'fixtures');

/** A folder that looks like Galleria after a build, with programs that only answer that they are ready. */
export function createStandInProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'galleria-project-'));
  const list = SUBGRAPHS.map((name) => `  ${name}: { routing_url: http://localhost/graphql }\n`).join('');
  writeFileSync(join(root, 'supergraph.yaml'), `subgraphs:\n${list}`);
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  for (const name of [...SUBGRAPHS, 'router', 'storefront', 'broker', 'mailbox']) {
    mkdirSync(join(root, 'dist', name), { recursive: true });
    cpSync(join(FIXTURES, 'service.mjs'), join(root, 'dist', name, 'main.js'));
  }
  return root;
}

export function addSeed(root: string): void {
  mkdirSync(join(root, 'dist/seed'), { recursive: true });
  cpSync(join(FIXTURES, 'seed.mjs'), join(root, 'dist/seed/main.js'));
}
