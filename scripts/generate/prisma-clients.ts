import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as Generator from '@prisma/client-generator-ts';
import type * as Internals from '@prisma/internals';
import { fingerprint } from './fingerprints.ts';
import type { Generation } from './generation.ts';

// Prisma's packages are CommonJS bundles whose exports Node cannot name: they are required, and only when something is
// stale.
const require = createRequire(import.meta.url);

/** The Prisma client of every service that has a schema in prisma/. */
export function prismaClients(root: string): Generation[] {
  const version = readFileSync(join(root, 'node_modules/prisma/package.json'), 'utf8');
  return servicesWithSchema(root).map((service) => {
    const output = `subgraphs/${service}/src/generated/prisma`;
    return {
      output,
      fingerprint: fingerprint(version, readFileSync(schemaOf(root, service), 'utf8')),
      generate: async () => {
        // The generator leaves the files of models that are gone.
        rmSync(join(root, output), { recursive: true, force: true });
        await generateInProcess(schemaOf(root, service)).catch(() => generateByCommand(root, schemaOf(root, service)));
      },
    };
  });
}

/**
 * 0.1 s a client after 0.4 s of loading, where the command takes 0.8 s each. An internal interface: hence the fallback.
 */
async function generateInProcess(schema: string): Promise<void> {
  const { getGenerators, loadSchemaContext } = require('@prisma/internals') as typeof Internals;
  const { PrismaClientTsGenerator } = require('@prisma/client-generator-ts') as typeof Generator;
  const generators = await getGenerators({
    schemaContext: await loadSchemaContext({ schemaPath: { cliProvidedPath: schema }, printLoadMessage: false }),
    registry: { 'prisma-client': { type: 'in-process', generator: new PrismaClientTsGenerator() } },
    skipDownload: true,
    cliCommand: 'generate',
  });
  for (const generator of generators) {
    await generator.generate();
    generator.stop();
  }
}

/**
 * Prisma looks for its schema engine, which generating does not use, and downloads it unless this names a file that
 * exists.
 */
async function generateByCommand(root: string, schema: string): Promise<void> {
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const command = join(root, 'node_modules/prisma/build/index.js');
  const args = [command, 'generate', '--schema', schema, '--no-hints'];
  await promisify(execFile)(process.execPath, args, { cwd: root, env }).catch(
    ({ stderr, message }: { stderr?: string; message: string }) => {
      throw new Error(stderr?.trim() ?? message);
    },
  );
}

export function servicesWithSchema(root: string): string[] {
  return readdirSync(join(root, 'prisma')).filter((name) => existsSync(schemaOf(root, name)));
}

export function schemaOf(root: string, service: string): string {
  return join(root, 'prisma', service, 'schema.prisma');
}
