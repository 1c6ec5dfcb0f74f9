/** `npm run new:event -- orders order-archived`: declares an event, and says what is left to do. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEvent } from './new/event.ts';
import { Refusal } from './new/refusal.ts';

const ROOT = resolve(import.meta.dirname, '..');
const USAGE = `npm run new:event -- <service> <event> [--tells <sentence>]

  npm run new:event -- orders order-archived --tells "An order was put away, and nobody is shown it any more."`;

process.exitCode = await runNewEvent(process.argv.slice(2));

async function runNewEvent(args: readonly string[]): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { owner, name } = asked;
  try {
    const written = await createEvent(ROOT, asked);
    for (const file of written) console.log(`wrote ${file}`);
    console.log(nextSteps(owner, name));
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    console.error(`${thrown.message}\nNothing was written.`);
    return 1;
  }
}

/** Undefined for what is no such command. */
function readArguments(args: readonly string[]): Parameters<typeof createEvent>[1] | undefined {
  try {
    const options = { tells: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [owner, name, ...others] = positionals;
    return owner === undefined || name === undefined || others.length > 0 ? undefined : { owner, name, ...values };
  } catch {
    return undefined;
  }
}

function nextSteps(owner: string, name: string): string {
  return `
What is left:
  1. packages/events/src/${owner}.ts: what ${name} tells besides the id and the moment, and its sentence.
  2. subgraphs/${owner}/src/service/: outbox.add in the transaction of what it tells. Until then npm run contracts warns.
  3. Whoever listens: docs/contributing.md, “A subscription”; then its \`unheardBecause\` goes.
  4. npm run contracts -- --write, after each of them.`;
}
