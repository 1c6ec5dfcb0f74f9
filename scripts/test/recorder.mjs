/** How long nothing may be said where nothing can be redrawn. */
const REMINDER_MS = 30_000;

/**
 * A reporter for vitest that keeps what the end of `npm test` tells, over all runs.
 *
 * @param {{ onProgress: (line: string) => void, now?: () => number }} options
 */
export function createRecorder({ onProgress, now = () => performance.now() }) {
  /** @type {import('./recorder.d.mts').RunRecord} */
  const record = { projects: new Map(), skipped: [], notChosen: 0, errors: 0 };
  let [files, filesDone, saidAt] = [0, 0, 0];

  const projectOf = ({ project: { name } }) => {
    const known = record.projects.get(name) ?? { passed: 0, failed: 0, skipped: 0, startedAt: now(), endedAt: now() };
    record.projects.set(name, known);
    return known;
  };

  const count = (module) => {
    const project = projectOf(module);
    const tests = [...module.children.allTests()];
    for (const test of tests) {
      const { state, note } = test.result();
      if (state === 'passed' || state === 'failed') project[state] += 1;
      else if (note === undefined && test.options.mode !== 'run') record.notChosen += 1;
      else {
        project.skipped += 1;
        record.skipped.push({
          test: test.fullName,
          file: module.relativeModuleId,
          reason: note ?? 'what comes before it failed',
        });
      }
    }
    // A file that does not load, or whose hooks fail, has no test that failed.
    const isBroken = module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed');
    if (isBroken) project.failed += 1;
  };

  const reporter = {
    onTestRunStart: (specifications) => {
      [files, filesDone, saidAt] = [specifications.length, 0, now()];
    },
    onTestModuleStart: (module) => void projectOf(module),
    onTestModuleEnd: (module) => {
      projectOf(module).endedAt = now();
      filesDone += 1;
      if (now() - saidAt < REMINDER_MS) return;
      saidAt = now();
      onProgress(`  … ${filesDone} of ${files} files`);
    },
    onTestRunEnd: (modules, unhandledErrors) => {
      for (const module of modules) count(module);
      record.errors += unhandledErrors.length;
    },
  };
  return { record, reporter };
}
