import { resolve } from 'node:path';
import { renderFindings } from '@galleria/platform/cli/doctor';
import { createPaint } from '@galleria/platform/cli/terminal';
import { examine } from '@galleria/platform/doctor/examine';
import { areDependenciesInstalled } from '../setup/freshness.mjs';
import { nodeVersionProblem } from '../setup/node-version.mjs';

const root = resolve(import.meta.dirname, '../..');
const findings = await examine({
  root,
  env: process.env,
  nodeProblem: nodeVersionProblem(),
  arePackagesInstalled: areDependenciesInstalled(root),
});

console.log(renderFindings(findings, createPaint(process.stdout.isTTY, process.env)).join('\n'));
process.exitCode = findings.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
