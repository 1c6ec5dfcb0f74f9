/**
 * `npm run contracts` writes the JSON Schema of every message to packages/events/schemas/, and refuses a change that
 * breaks a published version. `npm run contracts -- --check` fails when the committed files are not what the code says.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalog } from '@galleria/events/catalog';
import { z } from 'zod';
import { breakingChanges, type JsonSchema } from './contracts/breaking-changes.ts';

const DIRECTORY = 'packages/events/schemas';

const current = new Map(
  catalog.map(({ type, description, schema }) => [
    `${type}.json`,
    `${JSON.stringify({ title: type, description, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
  ]),
);
const committed = await readCommitted();
const broken = [...current].flatMap(([file, text]) => {
  const old = committed.get(file);
  if (old === undefined) return [];
  return breakingChanges(JSON.parse(old) as JsonSchema, JSON.parse(text) as JsonSchema).map(
    (change) => `${file}: ${change}`,
  );
});
const withdrawn = [...committed.keys()].filter((file) => !current.has(file));
const stale = [...current].filter(([file, text]) => committed.get(file) !== text).map(([file]) => file);

if (broken.length > 0) {
  fail('These changes break consumers. Publish a new version beside the old one instead:', broken);
} else if (process.argv.includes('--check')) {
  if (stale.length + withdrawn.length > 0)
    fail('Not up to date; run `npm run contracts` and commit:', [...stale, ...withdrawn]);
  else console.log(`${current.size} event contracts are up to date.`);
} else {
  await mkdir(DIRECTORY, { recursive: true });
  for (const file of stale) await writeFile(join(DIRECTORY, file), current.get(file) ?? '');
  for (const file of withdrawn) await rm(join(DIRECTORY, file));
  console.log(`${current.size} event contracts, ${stale.length} written, ${withdrawn.length} withdrawn.`);
}

async function readCommitted(): Promise<Map<string, string>> {
  const files = await readdir(DIRECTORY).catch(() => []);
  const texts = files.map(async (file) => [file, await readFile(join(DIRECTORY, file), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}

function fail(title: string, lines: readonly string[]): void {
  console.error(`${title}\n${lines.map((line) => `  - ${line}`).join('\n')}`);
  process.exitCode = 1;
}
