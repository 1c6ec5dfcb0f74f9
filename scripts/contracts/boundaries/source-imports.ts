import { parseSync, Visitor, type EcmaScriptModule, type ParseResult, type Program } from 'oxc-parser';

/** What a source file names another module by, wherever it does: in a statement, a call, a type or a directive. */
export interface SourceImport {
  readonly specifier: string;
  /** Of the specifier in the text. */
  readonly offset: number;
  /** Nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean;
}

/** A text that cannot be read as a program: nothing is known of what it imports. */
export class UnreadableSource extends Error {
  override readonly name = 'UnreadableSource';
  readonly code = 'UNREADABLE_SOURCE';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Throws `UnreadableSource`. */
export function importsOf(file: string, text: string): SourceImport[] {
  const parsed = parseSync(file, text);
  const error = parsed.errors.find(({ severity }) => String(severity) === 'Error');
  if (error !== undefined) throw new UnreadableSource(error.message, error.labels[0]?.start ?? 0);
  const { module } = parsed;
  return [
    ...module.staticImports.map(({ start, moduleRequest, entries }) => ({
      ...{ specifier: moduleRequest.value, offset: moduleRequest.start },
      isTypeOnly:
        entries.length > 0 ? entries.every(({ isType }) => isType) : NO_TYPES.test(text.slice(start, start + 99)),
    })),
    ...exportsOf(module),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => literal(text.slice(start, end), start)),
    ...(mayHoldMore(text, module) ? importsInside(parsed.program) : []),
    ...directives(text, parsed),
  ];
}

/** Not even those are named. */
const NO_TYPES = /^import\s+type\s*\{/;
const NO_NAMES = /\bexport\s+(type\s+)?\{\s*\}\s*from\b/;

function exportsOf({ staticExports }: EcmaScriptModule): SourceImport[] {
  return staticExports.flatMap(({ entries }) => {
    const [request] = entries.flatMap(({ moduleRequest }) => moduleRequest ?? []);
    if (request === undefined) return [];
    return [{ specifier: request.value, offset: request.start, isTypeOnly: entries.every(({ isType }) => isType) }];
  });
}

/** Of what is put together while the program runs, nobody can tell beforehand. */
function literal(argument: string, offset: number): SourceImport[] {
  const specifier = /^(['"`])([^'"`$\\]*)\1$/.exec(argument)?.[2];
  return specifier === undefined ? [] : [{ specifier, offset, isTypeOnly: false }];
}

/** Whether it is worth to go through the whole tree, which takes longer than all the rest. */
function mayHoldMore(text: string, { dynamicImports }: EcmaScriptModule): boolean {
  const calls = text.match(/\bimport\s*\(/g)?.length ?? 0;
  return calls !== dynamicImports.length || /\brequire\s*\(/.test(text) || NO_NAMES.test(text);
}

/** `import('…')` as a type, `require('…')`, `import … = require('…')` and `export {} from '…'`. */
function importsInside(program: Program): SourceImport[] {
  const found: SourceImport[] = [];
  new Visitor({
    ExportNamedDeclaration: ({ source, specifiers, exportKind }) => {
      if (source === null || specifiers.length > 0) return;
      found.push({ specifier: source.value, offset: source.start, isTypeOnly: exportKind === 'type' });
    },
    TSImportType: ({ source }) => {
      found.push({ specifier: source.value, offset: source.start, isTypeOnly: true });
    },
    TSExternalModuleReference: ({ expression }) => {
      found.push({ specifier: expression.value, offset: expression.start, isTypeOnly: false });
    },
    CallExpression: ({ callee, arguments: [argument] }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'require') return;
      if (argument?.type !== 'Literal' || typeof argument.value !== 'string') return;
      found.push({ specifier: argument.value, offset: argument.start, isTypeOnly: false });
    },
  }).visit(program);
  return found;
}

/** `/// <reference path="…" />` */
function directives(text: string, parsed: ParseResult): SourceImport[] {
  if (!/^\s*\/\/\/\s*<reference\b/m.test(text)) return [];
  return parsed.comments.flatMap(({ type, value, start }) => {
    const path = type === 'Line' ? /^\/\s*<reference\s+path\s*=\s*(['"])(.*?)\1/.exec(value)?.[2] : undefined;
    if (path === undefined) return [];
    const specifier = path.startsWith('.') ? path : `./${path}`;
    return [{ specifier, offset: start, isTypeOnly: true }];
  });
}
