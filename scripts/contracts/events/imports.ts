import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A name that a source file of a service takes from the contracts, for its value and not for a type alone. */
export interface ContractImport {
  readonly file: string;
  /** `orders` of `@galleria/events/orders` */
  readonly module: string;
  readonly exported: string;
}

const PACKAGE = '@galleria/events/';

/** Which contracts the code of a service that runs is given, file by file. */
export function contractImports(root: string, service: string): ContractImport[] {
  const source = `subgraphs/${service}/src`;
  return readdirSync(join(root, source), { recursive: true, encoding: 'utf8' })
    .map((file) => `${source}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/generated/'))
    .toSorted()
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

/** Of a text that cannot be read nothing is told here; boundaries names it. */
function importsOf(file: string, text: string): ContractImport[] {
  if (!text.includes(PACKAGE)) return [];
  return parseSync(file, text).module.staticImports.flatMap(({ moduleRequest: { value: specifier }, entries }) => {
    if (!specifier.startsWith(PACKAGE)) return [];
    const module = specifier.slice(PACKAGE.length);
    return entries.flatMap(({ isType, importName: { name } }) =>
      isType || name === null ? [] : [{ file, module, exported: name }],
    );
  });
}
