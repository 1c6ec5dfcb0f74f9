import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Names } from './names.ts';

const FOLDER = join(import.meta.dirname, 'template');
/** So that nobody takes them for sources: they are none until their names are filled in. */
const SUFFIX = '.template';
const PLACEHOLDER = /__([A-Za-z]+(?:[-_][a-z]+)?)__/g;
const NOT_CODE = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Text by path. */
export type Files = ReadonlyMap<string, string>;

/** Every file of a new service. */
export function filledTemplate(names: Names): Files {
  return new Map(templates().map(([path, text]) => [fill(path, names), fill(text, names)]));
}

/** As the house formats them: how long a line is depends on the names in it. */
export async function formattedFiles(files: Files, root: string): Promise<Files> {
  const all = [...files].map(async ([file, text]) => [file, await formatted(text, join(root, file))] as const);
  return new Map(await Promise.all(all));
}

/** As prettier has it; what it does not know stays as it is. */
export async function formatted(text: string, file: string): Promise<string> {
  if (!['.ts', '.graphql', '.yaml', '.yml', '.json', '.md'].includes(extname(file))) return text;
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

function fill(text: string, names: Names): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => names[name] ?? whole);
}

/**
 * Names that a new service gives to something, and that its code has for something else already: an entity of that name
 * would be taken for the other.
 */
export function clashes(names: Names): string[] {
  const code = templates()
    .filter(([path]) => /\.(ts|graphql|prisma)$/.test(path))
    .map(([, text]) => text.replaceAll(NOT_CODE, ' '))
    .join('\n');
  const words = new Set(code.match(/[A-Za-z_]\w*/g));
  const plain = new Set([...words].filter((word) => fill(word, names) === word));
  const given = [...words].filter((word) => !plain.has(word)).map((word) => fill(word, names));
  return [...new Set(given)].filter((word) => plain.has(word)).toSorted();
}

function templates(): (readonly [path: string, text: string])[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(SUFFIX));
  return files
    .toSorted()
    .map((file) => [file.slice(0, -SUFFIX.length).replaceAll('\\', '/'), readFileSync(join(FOLDER, file), 'utf8')]);
}
