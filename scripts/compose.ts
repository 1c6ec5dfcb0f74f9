import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { composeSupergraph } from './compose/composition.ts';
import { CompositionError, counted, formatProblems } from './compose/problem.ts';
import { readText } from './compose/schema-text.ts';
import { readSupergraphConfig } from './compose/supergraph-config.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Where the text of a run goes, and how it ended: 0 when all is well, 1 when the supergraph is stale or does not
 * compose.
 */
export interface ComposeOptions {
  readonly config: string;
  readonly output: string;
  /** Compare with the file instead of writing it. */
  readonly check: boolean;
  /** What `${env.NAME}` in the configuration stands for. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
}

/**
 * Composes the supergraph and writes it, or checks that the written one is what the schemas compose to. Returns the
 * exit code.
 */
export async function runCompose({ config, output, check, env = {}, print }: ComposeOptions): Promise<0 | 1> {
  try {
    const source = await readSupergraphConfig(config, env);
    const { supergraphSdl, warnings } = composeSupergraph(source);
    if (warnings.length > 0) print(`${formatProblems(warnings)}\n\n${counted(warnings.length, 'warning')} above\n`);
    const file = relative(process.cwd(), output);
    if (!check) {
      writeFileSync(output, supergraphSdl);
      print(`composed ${counted(source.subgraphs.length, 'subgraph')} into ${file}`);
      return 0;
    }
    if (written(output) === supergraphSdl) {
      print(`${file} is fresh`);
      return 0;
    }
    print(`${file} is stale: the schemas compose to something else. Run \`npm run compose\` and commit the file.`);
    return 1;
  } catch (thrown) {
    if (!(thrown instanceof CompositionError)) throw thrown;
    print(
      `${formatProblems(thrown.problems)}\n\nThe supergraph does not compose: ${counted(thrown.problems.length, 'error')}.`,
    );
    return 1;
  }
}

/** As it was written, whatever a checkout has made of the ends of its lines. */
function written(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined;
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      config: { type: 'string', default: resolve(ROOT, 'supergraph.yaml') },
      output: { type: 'string' },
    },
  });
  process.exitCode = await runCompose({
    config: resolve(values.config),
    output: resolve(values.output ?? resolve(dirname(values.config), 'router/supergraph.graphql')),
    check: values.check,
    env: process.env,
    print: (text) => (values.check ? console.error(text) : console.log(text)),
  });
}
