import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('the arguments of npm run differential', () => {
  it('begin with the first seed, and end after 5,000 operations', () => {
    expect(readArguments([])).toEqual({ seed: 1, operations: 5_000, stock: false });
  });

  it('say where to begin, how long to go on, and whether to ask the stock gateway', () => {
    const given = ['--seed', '7', '--operations', '300', '--stock'];
    expect(readArguments(given)).toEqual({ seed: 7, operations: 300, stock: true });
  });

  it.each([[['--seed', '-1']], [['--operations', 'many']], [['--worlds', '3']]])('refuse %j', (given) => {
    expect(() => readArguments(given)).toThrow();
  });
});
