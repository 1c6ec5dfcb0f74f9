import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTypeCheck, readTypeScriptProject } from './type-check.ts';

/**
 * Checks types beside the session, because a check takes the processor for longer than a reload may wait for its own
 * work.
 */
const root = resolve(import.meta.dirname, '../..');
const configFile = resolve(root, 'tsconfig.json');
const isOurs = (file: string) =>
  /\/(packages|subgraphs)\/[^/]+\/src\/|\/router\/src\//.test(file) && !file.endsWith('.test.ts');

const project = readTypeScriptProject(configFile);
const compilerOptions = { ...project.options };
delete compilerOptions.tsBuildInfoFile;
let fileNames = project.fileNames.filter(isOurs);
const types = createTypeCheck({ root, compilerOptions, fileNames: () => fileNames });

process.on('message', ({ id, changed }: { id: number; changed: string[] }) => {
  const isListChanged = changed.some((file) => !existsSync(file) || !fileNames.includes(file));
  if (isListChanged) fileNames = readTypeScriptProject(configFile).fileNames.filter(isOurs);
  process.send?.({ id, errors: [...types.check(changed)] });
});
process.on('disconnect', () => process.exit(0));
