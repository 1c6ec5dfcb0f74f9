/** `npm run new:subgraph -- wishlist --entity Wishlist`: makes a service, and says what is left to do. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from './new/refusal.ts';
import type { NewSubgraph } from './new/subgraph/names.ts';
import { createSubgraph } from './new/subgraph/subgraph.ts';

const ROOT = resolve(import.meta.dirname, '..');
const USAGE = `npm run new:subgraph -- <service> --entity <Entity> [--plural <Entities>]

  npm run new:subgraph -- wishlist --entity Wishlist
  npm run new:subgraph -- giftcards --entity GiftCard

docs/guides/new-service.md says what it makes.`;

process.exitCode = await runNewSubgraph(process.argv.slice(2));

async function runNewSubgraph(args: readonly string[]): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${USAGE}`);
    return 2;
  }
  try {
    const { created, changed } = await createSubgraph(ROOT, asked);
    for (const file of created) console.log(`wrote ${file}`);
    for (const file of changed) console.log(`changed ${file}`);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    console.error(`${thrown.message}\nNothing was written.`);
    return 1;
  }
  return complete(asked.service);
}

/** What was asked for, or why it is no such command. */
function readArguments(args: readonly string[]): NewSubgraph | string {
  try {
    const options = { entity: { type: 'string' }, plural: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [service, ...others] = positionals;
    if (service === undefined) return 'The name of the service is missing.';
    if (others.length > 0) return `A service has one name; ${others.join(' ')} is too much.`;
    if (values.entity === undefined) return '--entity is missing: what the service owns, in the singular.';
    return { service, entity: values.entity, plural: values.plural };
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.message.split('. ')[0] ?? '') : String(thrown);
  }
}

/** What is made of what was written, by the verbs that make it at any other time, too. */
function complete(service: string): 0 | 1 {
  const verbs = [
    ['migrate', 'create', service, 'init'],
    // First: the storefront's types come from the composed graph.
    ['compose'],
    ['generate'],
    ['contracts', '--write'],
    ['affected', '--write'],
  ];
  for (const [verb = '', ...args] of verbs) {
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', `scripts/${verb}.ts`, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (status === 0) continue;
    console.error(`npm run ${verb}${args.length > 0 ? ` -- ${args.join(' ')}` : ''} failed; the files are written.`);
    return 1;
  }
  console.log(nextSteps(service));
  return 0;
}

function nextSteps(service: string): string {
  return `
${service} is there. What is left is in docs/guides/new-service.md; first:
  1. npm test -- --project unit --project integration subgraphs/${service}/, and npm run check
  2. npm start -- --only ${service}, or all of Galleria with npm start
  3. what it is really about: subgraphs/${service}/src/domain, and outwards from there`;
}
