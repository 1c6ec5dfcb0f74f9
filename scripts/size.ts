import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One chunk, as Vite's manifest describes it. */
interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const FIRST_LOAD_KB = 170;
const ROUTE_KB = 12;
const BUILD = resolve(import.meta.dirname, '../dist/client');

const manifest = JSON.parse(readFileSync(join(BUILD, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
process.exitCode = check() ? 0 : 1;

/** Compressed JavaScript: of the first page that somebody opens, whichever it is, and of each page's own part. */
function check(): boolean {
  const entry = keysOf(({ isEntry }) => isEntry === true);
  const shell = new Set(entry.flatMap(withImports));
  const routes = keysOf(({ isDynamicEntry, src }) => isDynamicEntry === true && src?.endsWith('-page.tsx') === true);
  const loads = routes.map((route) => {
    const chunks = [...new Set([...shell, ...withImports(route)])];
    return { route, chunks, total: sum(chunks), own: kilobytes(route) };
  });
  const heaviest = loads.toSorted((a, b) => b.total - a.total)[0];
  for (const { route, total, own } of loads) console.log(`${show(total)} in all, ${show(own)} its own  ${route}`);
  const big = loads
    .filter(({ own }) => own > ROUTE_KB)
    .map(({ route, own }) => `${route} is ${show(own)}, more than ${ROUTE_KB} KB.`);
  if (heaviest !== undefined && heaviest.total > FIRST_LOAD_KB) {
    const parts = heaviest.chunks
      .toSorted((a, b) => kilobytes(b) - kilobytes(a))
      .map((key) => `  ${show(kilobytes(key))}  ${key}`);
    big.push(`${heaviest.route} loads ${show(heaviest.total)} first, more than ${FIRST_LOAD_KB} KB:`, ...parts);
  }
  big.forEach((line) => console.error(line));
  return big.length === 0;
}

function keysOf(wanted: (chunk: Chunk) => boolean): string[] {
  return Object.entries(manifest).flatMap(([key, chunk]) => (wanted(chunk) ? [key] : []));
}

/** With a page's own words, which its loader awaits: in English, as much as in any other language. */
function withImports(key: string): string[] {
  const { imports = [], dynamicImports = [] } = manifest[key] ?? {};
  const words = dynamicImports.filter((imported) => /\/words\/[^/]+\/en\.ts$/.test(imported));
  return [key, ...words, ...imports.flatMap(withImports)];
}

function sum(keys: readonly string[]): number {
  return keys.reduce((total, key) => total + kilobytes(key), 0);
}

function kilobytes(key: string): number {
  const file = manifest[key]?.file;
  return file === undefined ? 0 : statSync(join(BUILD, `${file}.gz`)).size / 1024;
}

function show(kb: number): string {
  return `${kb.toFixed(1)} KB`.padStart(9);
}
