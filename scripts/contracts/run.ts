import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { helpText, readArguments } from './arguments.ts';
import { CannotRun } from './check.ts';
import { countOf } from './finding.ts';
import { render } from './reports/formats.ts';
import type { Report } from './reports/report.ts';
import { runChecks, type Surroundings } from './run-checks.ts';

/** The verb: from the command line to the exit code. */
export async function runContracts(argv: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  const { root, checks, print, complain } = surroundings;
  try {
    const chosen = readArguments(argv, checks);
    if (chosen.help) {
      print(helpText(checks));
      return 0;
    }
    const report = chosen.write ? await write(root, print) : await runChecks(chosen, surroundings);
    for (const { format, file } of chosen.reports) {
      await mkdir(dirname(resolve(file)), { recursive: true });
      await writeFile(resolve(file), `${render(report, format, chosen.notes)}\n`);
    }
    const text = chosen.write && report.findings.length === 0 ? '' : render(report, chosen.format, chosen.notes);
    if (text !== '') print(text);
    return countOf(report.findings, 'error') > 0 ? 1 : 0;
  } catch (thrown) {
    if (!(thrown instanceof CannotRun)) throw thrown;
    complain(thrown.message);
    return 2;
  }
}

async function write(root: string, print: (text: string) => void): Promise<Report> {
  const { writeEvents } = await import('./events/check-events.ts');
  const { writeBoundaries } = await import('./boundaries/check-boundaries.ts');
  const { refused, written, removed } = await writeEvents(root);
  const pictures = refused.length === 0 ? await writeBoundaries(root) : [];
  for (const file of [...written, ...pictures]) print(`wrote ${file}`);
  for (const file of removed) print(`removed ${file}`);
  if (refused.length + written.length + pictures.length + removed.length === 0) print('Everything was fresh already.');
  return { outcomes: [{ check: 'events', milliseconds: 0 }], findings: refused };
}
