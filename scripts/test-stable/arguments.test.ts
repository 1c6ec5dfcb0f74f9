import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.mjs';

describe('the arguments of test:stable', () => {
  it('are five runs and two busy loops, and nothing for npm test', () => {
    expect(readArguments([])).toMatchObject({ runs: 5, loops: 2, rest: [], help: false });
  });

  it('leave to npm test what they do not know', () => {
    expect(readArguments(['--runs', '20', '--project', 'unit', '--loops=0', 'cart.test.ts'])).toMatchObject({
      ...{ runs: 20, loops: 0, rest: ['--project', 'unit', 'cart.test.ts'], problem: undefined },
    });
  });

  it.each([['--runs'], ['--runs', '0'], ['--runs', 'many'], ['--loops=-1']])(
    'say what is wrong with %s %s',
    (...given) => {
      expect(readArguments(given).problem).toMatch(/^--(runs|loops) is ".*"; a whole number is needed/);
    },
  );
});
