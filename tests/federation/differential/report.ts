import type { Finding } from './contest.ts';
import type { Answer } from './engines/engine.ts';
import type { World } from './world/world.ts';

/** A finding for a person: all that it takes to see it again. */
export function toReport({ engine, operation, difference, judge, answer }: Finding, world: World): string {
  const { variables, operationName } = operation;
  return [
    `${engine} differs from one process in ${difference === 'thrown' ? 'that it throws' : `its ${difference}`}.`,
    ...world.subgraphTexts.map(({ name, sdl }) => `# subgraph ${name}\n${sdl.trim()}`),
    `# operation\n${operation.query}`,
    ...(variables === undefined ? [] : [`# variables\n${JSON.stringify(variables)}`]),
    ...(operationName === undefined ? [] : [`# operation name\n${operationName}`]),
    `# one process\n${answerText(judge)}`,
    `# ${engine}\n${answerText(answer)}`,
    `# data\nseed ${world.data.seed}, ${world.data.faultPercent} % of the values fail`,
  ].join('\n\n');
}

function answerText({ data, messages }: Answer): string {
  return [JSON.stringify(data), ...messages.map((message) => `error at ${message}`)].join('\n');
}
