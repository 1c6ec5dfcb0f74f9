import type { Block } from './guide.ts';
import { ALL_CONTRACTS } from './follow.ts';

const ACCESS = /^subgraphs\/[^/]+\/access\.yaml$/;
const ACCESS_TEST = 'tests/architecture/access-rules.test.ts';

/**
 * What a guide does not tell its reader to run, although it has made it necessary. What is made of a change and is not
 * made anew is found by the checks; that a test is not run, nobody would find.
 */
export function leftOut(blocks: readonly Block[]): string[] {
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
  const changed = blocks
    .filter(({ language }) => language === 'diff')
    .flatMap(({ text }) => [...text.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file = '']) => file));
  const isRun = (file: string) =>
    commands.some((command) => {
      const wanted = /^npm test -- --project \w+ (\S+)/.exec(command)?.[1];
      return wanted !== undefined && file.startsWith(wanted);
    });
  return [
    ...new Set(changed.filter((file) => file.endsWith('.test.ts') && !isRun(file))),
    ...(changed.some((file) => ACCESS.test(file)) && !isRun(ACCESS_TEST) ? [ACCESS_TEST] : []),
    ...(commands.includes(ALL_CONTRACTS) ? [] : [ALL_CONTRACTS]),
  ];
}
