import { resolve } from 'node:path';
import { GraphQLError } from 'graphql';
import { openFingerprints } from './generate/fingerprints.ts';
import { graphqlTypes } from './generate/graphql-types.ts';
import { removeLeftovers } from './generate/leftovers.ts';
import { prismaClients } from './generate/prisma-clients.ts';
import { tables } from './generate/tables.ts';
import { typeDefinitions } from './generate/type-definitions.ts';

const ROOT = resolve(import.meta.dirname, '..');

process.chdir(ROOT);
process.exitCode = await generateStale();

/** Generates what is missing or older than its inputs; one failure does not keep the others from being generated. */
async function generateStale(): Promise<0 | 1> {
  const fingerprints = openFingerprints(ROOT);
  const all = [...prismaClients(ROOT), ...tables(ROOT), ...typeDefinitions(ROOT), ...graphqlTypes(ROOT)];
  const stale = all.filter(({ output, fingerprint }) => !fingerprints.isFresh(output, fingerprint));
  let failures = 0;
  for (const { output, fingerprint, generate } of stale) {
    try {
      await generate();
      fingerprints.record(output, fingerprint);
      console.log(`generated ${output}`);
    } catch (thrown) {
      failures += 1;
      console.error(`${output} could not be generated:\n${describe(thrown)}`);
    }
  }
  const subgraphOutputs = all.map(({ output }) => output).filter((output) => output.startsWith('subgraphs/'));
  for (const file of removeLeftovers(ROOT, 'subgraphs', subgraphOutputs)) console.log(`removed ${file}`);
  if (stale.length === 0) console.log(`${all.length} generated outputs are fresh`);
  return failures === 0 ? 0 : 1;
}

/** With the line of the schema or the operation where it is known, and without the generator's own stack. */
function describe(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(describe).join('\n');
  if (thrown instanceof GraphQLError) return thrown.toString();
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replaceAll(/\n\s+at .*/g, '');
}
