import { describe, expect, it } from 'vitest';
import { FormationError } from '../supervisor/formation/formation.ts';
import { parseStartOptions } from './start-options.ts';

describe('the options of npm start', () => {
  it.each([
    [[], {}],
    [['--only', 'users,router'], { only: ['users', 'router'] }],
    [['--only=users', '--only', ' orders , router,,'], { only: ['users', 'orders', 'router'] }],
    [['--replicas', 'orders=2,inventory=3'], { replicas: { orders: 2, inventory: 3 } }],
    [['--single-process'], { singleProcess: true }],
  ])('%j means %j', (args, expected) => {
    expect(parseStartOptions(args)).toEqual(expected);
  });

  it.each([
    ['an unknown option', ['--onyl', 'users'], /--onyl.*--help/],
    ['a word without an option', ['users'], /users.*--help/],
    ['an option without its value', ['--only'], /--only.*--help/],
    ['a replica without a number', ['--replicas', 'orders'], /"orders"; each entry is name=number/],
    ['a number that is none', ['--replicas', 'orders=two'], /"orders=two"/],
    ['a name that comes twice', ['--replicas', 'orders=2,orders=3'], /orders twice/],
    ['replicas of nothing', ['--replicas', ''], /names nothing/],
  ])('%s is refused', (_name, args, message) => {
    const parse = () => parseStartOptions(args);
    expect(parse).toThrow(FormationError);
    expect(parse).toThrow(message);
  });
});
