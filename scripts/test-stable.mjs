import { prepared } from './setup/prepared.mjs';
import { HELP, readArguments } from './test-stable/arguments.mjs';
import { runStably } from './test-stable/run-stably.mjs';

const { runs, loops, help, problem, rest } = readArguments(process.argv.slice(2));
if (help) {
  console.log(HELP);
} else if (problem !== undefined) {
  console.error(`${problem}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await prepared(({ root }) => runStably({ root, runs, loops, rest }));
}
