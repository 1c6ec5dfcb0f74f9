import { parseCLI, startVitest } from 'vitest/node';
import { createRecorder } from './recorder.mjs';
import { describeRun } from './summary.mjs';

/** The system tests start the whole of Galleria, and would share two cores with everything else otherwise. */
const BY_DEFAULT = [['unit', 'architecture', 'integration', 'stock-gateway', 'ways-to-run'], ['system']];
/** A handle that a test has left open must not keep the run from ending. */
const EXIT_WITHIN_MS = 10_000;

/**
 * Runs what vitest makes of the arguments, in two runs where they choose neither files nor projects, and says at the
 * end what came of it. The exit code is vitest's.
 *
 * @param {{ root: string, given: readonly string[] }} options
 */
export async function runTests({ root, given }) {
  const { filter, options } = parseCLI(['vitest', 'run', ...given]);
  const isChosen = filter.length > 0 || options.project !== undefined;
  const quiet = !process.stdout.isTTY;
  const recorder = createRecorder({ onProgress: quiet ? (line) => console.log(line) : () => undefined });
  for (const project of isChosen ? [options.project] : BY_DEFAULT) {
    const { reporter = quiet ? 'minimal' : 'default', ...others } = options;
    const vitest = await startVitest('test', filter, {
      ...others,
      ...(project === undefined ? {} : { project }),
      root,
      run: true,
      watch: false,
      reporters: [reporter, recorder.reporter].flat(),
    });
    await vitest.close();
  }
  console.log(describeRun(recorder.record));
  setTimeout(() => process.exit(), EXIT_WITHIN_MS).unref();
}
