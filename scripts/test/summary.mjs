/**
 * What the end of `npm test` tells: a line for each project, one for each test that was skipped, and the sum, alone on
 * the last.
 *
 * @param {import('./recorder.d.mts').RunRecord} record
 */
export function describeRun({ projects, skipped, notChosen, errors }) {
  const all = [...projects.values()];
  const sum = (what) => all.reduce((total, project) => total + project[what], 0);
  const lines = [...projects].map(([name, project]) => {
    const seconds = ((project.endedAt - project.startedAt) / 1_000).toFixed(1);
    return `  ${name.padEnd(12)} ${counts(project).padEnd(38)} ${seconds.padStart(7)} s`;
  });
  for (const { test, file, reason } of skipped) lines.push(`  skipped: ${test} (${file}): ${reason}`);
  if (notChosen > 0) lines.push(`  ${notChosen} not chosen by name`);
  if (errors > 0) lines.push(`  ${errors} thrown where no test waited for it; each counts as failed`);
  const total = { passed: sum('passed'), failed: sum('failed') + errors, skipped: sum('skipped') };
  return ['', ...lines, '', counts(total)].join('\n');
}

function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
