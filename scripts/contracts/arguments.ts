import { parseArgs } from 'node:util';
import { toError } from '@galleria/kit/errors';
import { CannotRun, type Check } from './check.ts';
import type { CheckName } from './finding.ts';
import { FORMATS, isFormat, type Format } from './reports/formats.ts';

/** A report that goes into a file. */
export interface FileReport {
  readonly format: Format;
  readonly file: string;
}

export interface Arguments {
  readonly help: boolean;
  /** Write the JSON Schemas of events instead of checking. */
  readonly write: boolean;
  readonly checks: readonly Check[];
  readonly base: string | undefined;
  /** Files and folders that count what clients ask for. */
  readonly usage: readonly string[];
  readonly format: Format;
  readonly reports: readonly FileReport[];
  readonly notes: boolean;
  /** Whether what was found clean before counts while nothing about it has changed. */
  readonly usesCache: boolean;
}

/** Reads the command line. Throws `CannotRun` for what nobody can mean. */
export function readArguments(argv: readonly string[], all: readonly Check[]): Arguments {
  const { values, positionals } = parsed(argv);
  if (!isFormat(values.format)) throw new CannotRun(`There is no format "${values.format}": ${FORMATS.join(', ')}.`);
  return {
    help: values.help,
    write: values.write,
    checks: positionals.length === 0 ? all : all.filter(({ name }) => namesOf(positionals, all).has(name)),
    base: values.base,
    usage: values.usage,
    format: values.format,
    reports: values.report.map(readReport),
    notes: values.notes,
    usesCache: !values['no-cache'],
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        write: { type: 'boolean', default: false },
        base: { type: 'string' },
        usage: { type: 'string', multiple: true, default: [] },
        format: { type: 'string', default: 'text' },
        report: { type: 'string', multiple: true, default: [] },
        notes: { type: 'boolean', default: false },
        'no-cache': { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    throw new CannotRun(
      `${toError(thrown).message.split('. ')[0] ?? ''}. \`npm run contracts -- --help\` tells what there is.`,
    );
  }
}

function namesOf(given: readonly string[], all: readonly Check[]): ReadonlySet<CheckName> {
  const unknown = given.filter((name) => !all.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new CannotRun(`There is no check "${unknown[0] ?? ''}": ${all.map(({ name }) => name).join(', ')}.`);
  }
  return new Set(given as CheckName[]);
}

/** `markdown=report.md` */
function readReport(argument: string): FileReport {
  const [format = '', ...rest] = argument.split('=');
  const file = rest.join('=');
  if (isFormat(format) && file !== '') return { format, file };
  throw new CannotRun(`--report ${argument}: write <format>=<file>, such as markdown=report.md.`);
}

export function helpText(all: readonly Check[]): string {
  return `npm run contracts -- [check …] [options]

Checks everything that services and clients rely on of each other. Without a name, all of them:
${all.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}

  --base <what>           compare with this commit (branch, tag), file or folder; where HEAD and the commit parted
                          counts. Without it: origin/main, or main
  --usage <file>          how often clients asked for what, as the router counts it; a file, or a folder of them, as often
                          as you like: docs/guides/contracts.md has the format
  --format <format>       ${FORMATS.join(', ')}; text by itself
  --report <format>=<file>  the same report into a file, too; as often as you like
  --notes                 in text, tell what is safe as well
  --no-cache              look at everything again, also at files that are as they were when nothing was found in them
  --write                 write the JSON Schemas of events to packages/events/schemas instead of checking

Ends with 0 when nothing is wrong (warnings and notes may be told), 1 when there are errors, and 2 when the checks could
not be run: an argument that makes no sense, a base that is not there.`;
}
