import { parseArgs } from 'node:util';
import { FormationError, type FormationOptions } from '../supervisor/formation/formation.ts';

/**
 * Reads what stands behind `npm start --`. Throws `FormationError` for what is no option or has no sense by itself;
 * whether the names exist is found out where the subgraphs are known.
 */
export function parseStartOptions(args: readonly string[]): FormationOptions {
  const { only, replicas, 'single-process': singleProcess } = parse(args);
  return {
    ...(only === undefined ? {} : { only: listOf(only) }),
    ...(replicas === undefined ? {} : { replicas: parseReplicas(replicas) }),
    ...(singleProcess === true ? { singleProcess } : {}),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        replicas: { type: 'string', multiple: true },
        'single-process': { type: 'boolean' },
      },
    }).values;
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.message.split('. ')[0] ?? '') : String(thrown);
    throw new FormationError(`${reason}. npm start -- --help shows the options.`);
  }
}

function parseReplicas(values: readonly string[]): Record<string, number> {
  const replicas: Record<string, number> = {};
  for (const entry of listOf(values)) {
    const [, name, count] = /^([^=]+)=(\d+)$/.exec(entry) ?? [];
    if (name === undefined || count === undefined) {
      throw new FormationError(`--replicas has "${entry}"; each entry is name=number, such as orders=2,inventory=3.`);
    }
    if (Object.hasOwn(replicas, name)) throw new FormationError(`--replicas names ${name} twice.`);
    replicas[name] = Number(count);
  }
  if (Object.keys(replicas).length === 0) throw new FormationError('--replicas names nothing: orders=2,inventory=3.');
  return replicas;
}

function listOf(values: readonly string[]): string[] {
  const entries = values.flatMap((value) => value.split(',')).map((entry) => entry.trim());
  return [...new Set(entries)].filter((entry) => entry !== '');
}
