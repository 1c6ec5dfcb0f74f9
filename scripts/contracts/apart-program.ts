import { setFlagsFromString } from 'node:v8';
import type { Told } from './apart.ts';
import { isFileCheck } from './check.ts';
import { checks } from './checks.ts';
import { noVerdicts, openVerdicts } from './verdicts.ts';

/** Runs the named checks on the folder that is the first argument, and tells the process that started it. */
const [root = '', usesCache, ...names] = process.argv.slice(2);
const verdicts = usesCache === 'true' ? openVerdicts(root, process.env) : noVerdicts;

// What is compiled from WebAssembly here runs for a second: to optimise it would take longer than it saves.
for (const flag of ['--liftoff-only', '--wasm-lazy-compilation']) setFlagsFromString(flag);

await Promise.all(
  checks
    .filter(isFileCheck)
    .filter(({ name }) => names.includes(name))
    .map(async (check) => tell({ name: check.name, findings: await check.run({ root, verdicts }) })),
);
// Until then it waits for what it is told, which is nothing.
process.disconnect();

/** Resolves when it is on its way: an end would cut it off. */
function tell(told: Told): Promise<void> {
  return new Promise((resolve) => process.send?.(told, () => resolve()));
}
