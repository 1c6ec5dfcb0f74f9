import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

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

function importsOf(file: string, text: string): ContractImport[] {
  if (!text.includes(PACKAGE)) return [];
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext);
  return statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const { moduleSpecifier, importClause } = statement;
    if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith(PACKAGE)) return [];
    const bindings = importClause?.namedBindings;
    if (importClause?.phaseModifier !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return [];
    const module = moduleSpecifier.text.slice(PACKAGE.length);
    return bindings.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => ({ file, module, exported: (propertyName ?? name).text }));
  });
}
