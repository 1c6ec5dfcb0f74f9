import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createMigrationAdapters } from './migration-adapter.ts';

/** The part of the standard interface that is needed: TypeScript has it only among the browser's types. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(
      binary: Uint8Array,
      imports: object,
    ): Promise<{ instance: { exports: Readonly<Record<string, unknown>> } }>;
  };
};

/**
 * As wide as the process, for its bindings are: they keep a view of the memory of the first engine that they were
 * given, and would hand it to a second one. This module can be loaded twice in a process (a test runner does it), they
 * cannot.
 */
const LOADING = Symbol.for('galleria.schema-engine.loading');
const perProcess = globalThis as { [LOADING]?: Promise<void> };

/**
 * Runs `work` with Prisma's own migration engine, compiled to WebAssembly: the same code as the binary behind
 * `prisma migrate`, which has to be downloaded (docs/decisions/002-prisma-offline.md). It is connected to the database
 * `url`; what needs a shadow database gets one of its own on the same server.
 */
export async function withSchemaEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await (perProcess[LOADING] ??= loadWebAssembly());
  const adapters = createMigrationAdapters(url);
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(adapters.factory);
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
    return await work(engine);
  } finally {
    await adapters.close();
  }
}

/** Where the engine leaves its last words: without it a panic hides behind an error about this very name. */
const panicRegistry = {
  set_message: (message: string) => {
    throw new Error(`The schema engine panicked: ${message}`);
  },
};

/** By hand, because the package's own entry imports the .wasm file as a module, which Node refuses without a flag. */
async function loadWebAssembly(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const binary = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports as { __wbindgen_start: () => void };
  start();
}
