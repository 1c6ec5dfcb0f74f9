import { describe, expect, it } from 'vitest';
import { readCommand } from './arguments.ts';

const read = (line: string) => readCommand(line.split(' ').filter(Boolean));

describe('what is typed after npm run dead-letters', () => {
  it('lists those that wait, unless told otherwise', () => {
    expect(read('list')).toMatchObject({ kind: 'list', limit: 20, filter: { statuses: ['WAITING'], services: null } });
    expect(
      read('list --service payments --service orders --type a.b.v1 --code X --from 2026-01-31T12:00:00Z --limit 5'),
    ).toMatchObject({
      limit: 5,
      filter: {
        services: ['payments', 'orders'],
        types: ['a.b.v1'],
        errorCodes: ['X'],
        failedFrom: new Date('2026-01-31T12:00:00Z'),
      },
    });
    expect(read('list --status any')).toMatchObject({ filter: { statuses: ['WAITING', 'REPLAYED', 'DISCARDED'] } });
  });

  it('names one letter or many', () => {
    expect(read('show 7')).toEqual({ kind: 'show', id: '7' });
    expect(read('replay 7')).toEqual({ kind: 'replay', id: '7' });
    expect(read('replay --service payments')).toMatchObject({ kind: 'replay-many' });
    expect(read('discard 7 --reason late')).toEqual({ kind: 'discard', id: '7', reason: 'late' });
    expect(read('discard --all --reason late')).toMatchObject({ kind: 'discard-many', reason: 'late' });
  });

  it.each([
    ['', 'help'],
    ['--help', 'help'],
    ['replay', 'replay needs an id, a filter, or --all.'],
    ['discard --reason x', 'discard needs an id, a filter, or --all.'],
    ['discard 7', 'discard needs --reason.'],
    ['show', 'show needs an id.'],
    ['bury 7', '"bury" is none of'],
    ['show 7 8', '"8" is too much.'],
    ['list --limit 0', '--limit is "0"'],
    ['list --limit 101', '--limit is "101"'],
    ['list --status gone', '--status is "gone"; there are waiting'],
    ['list --from yesterday', '--from is "yesterday"'],
    ['list --colour', '--colour'],
  ])('is told what is wrong with "%s"', (line, said) => {
    const command = read(line);
    expect(command.kind === 'misunderstood' ? command.problem : command.kind).toContain(said);
  });
});
