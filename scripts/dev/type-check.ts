import ts from 'typescript';

/** Finds type errors after a change, again and again, without reading anew what has not changed. */
export interface TypeCheck {
  /**
   * Takes in the files that have changed, by absolute path, and gives what is wrong in the project by then: file → its
   * errors as text. Only what a change can affect is checked.
   */
  check(changed: readonly string[]): ReadonlyMap<string, string>;
}

/**
 * The first check reads the whole project: seconds. Later ones take what the changed files and their dependents take.
 */
export function createTypeCheck(options: {
  readonly root: string;
  readonly fileNames: () => readonly string[];
  readonly compilerOptions: ts.CompilerOptions;
}): TypeCheck {
  const { root, fileNames } = options;
  const compilerOptions = { ...options.compilerOptions, noEmit: true, incremental: true, composite: false };
  const host = ts.createIncrementalCompilerHost(compilerOptions);
  const readSourceFile = host.getSourceFile.bind(host);
  const known = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (file, ...rest) => {
    if (!known.has(file)) known.set(file, readSourceFile(file, ...rest));
    return known.get(file);
  };
  const errors = new Map<string, string>();
  let builder: ts.SemanticDiagnosticsBuilderProgram | undefined;
  return {
    check: (changed) => {
      for (const file of changed) known.delete(file);
      builder = ts.createSemanticDiagnosticsBuilderProgram(fileNames(), compilerOptions, host, builder);
      collect(builder, errors, root);
      for (const file of errors.keys()) if (builder.getSourceFile(file) === undefined) errors.delete(file);
      return errors;
    },
  };
}

interface ConfigFile {
  readonly config?: unknown;
  readonly error?: ts.Diagnostic;
}

/** The settings and files of a tsconfig.json. Throws when it cannot be read. */
export function readTypeScriptProject(configFile: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as ConfigFile;
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return ts.parseJsonConfigFileContent(config, ts.sys, configFile.slice(0, configFile.lastIndexOf('/')));
}

function collect(builder: ts.SemanticDiagnosticsBuilderProgram, errors: Map<string, string>, root: string): void {
  for (;;) {
    const next = builder.getSemanticDiagnosticsOfNextAffectedFile();
    if (next === undefined) return;
    if (!('fileName' in next.affected)) continue;
    const file = next.affected.fileName;
    const found = [...builder.getSyntacticDiagnostics(next.affected), ...next.result];
    if (found.length === 0) errors.delete(file);
    else errors.set(file, format(found, root));
  }
}

function format(diagnostics: readonly ts.Diagnostic[], root: string): string {
  return ts
    .formatDiagnosticsWithColorAndContext(diagnostics, {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (file) => file,
      getNewLine: () => '\n',
    })
    .trimEnd();
}
