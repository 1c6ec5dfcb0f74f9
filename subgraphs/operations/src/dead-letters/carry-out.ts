import type { DiscardDeadLetters } from '../service/discard-dead-letters.ts';
import type { ReadDeadLetters } from '../service/read-dead-letters.ts';
import type { ReplayDeadLetters } from '../service/replay-dead-letters.ts';
import type { Command } from './arguments.ts';
import { details, summary } from './report.ts';

export interface Services {
  readonly read: ReadDeadLetters;
  readonly replay: ReplayDeadLetters;
  readonly discard: DiscardDeadLetters;
}

/** What is printed, and whether what was asked for is done. */
export interface Report {
  readonly lines: readonly string[];
  readonly isDone: boolean;
}

/** Nobody signed in: whoever can reach the database holds the server. */
const BY_NOBODY = null;

export async function carryOut(
  command: Exclude<Command, { kind: 'help' | 'misunderstood' }>,
  { read, replay, discard }: Services,
): Promise<Report> {
  switch (command.kind) {
    case 'list': {
      const { nodes, totalCount } = await read.page(command.filter, { first: command.limit });
      return done(...nodes.map(summary), `${nodes.length} of ${totalCount} dead letters`);
    }
    case 'show': {
      const letter = await read.byId(command.id);
      return letter === null ? notDone(unknown(command.id)) : done(details(letter));
    }
    case 'replay':
      return one(command.id, await replay.one(command.id, BY_NOBODY));
    case 'discard':
      return one(command.id, await discard.one(command.id, BY_NOBODY, command.reason));
    case 'replay-many': {
      const outcome = await replay.many(command.filter, BY_NOBODY);
      if (outcome.kind !== 'replayed') return refused(outcome.kind);
      const { count, notReplayable, remaining } = outcome;
      const left = `${notReplayable} cannot be sent again, ${remaining} remain`;
      return { lines: [`${count} are on their way again; ${left}`], isDone: notReplayable + remaining === 0 };
    }
    case 'discard-many': {
      const outcome = await discard.many(command.filter, BY_NOBODY, command.reason);
      if (outcome.kind !== 'discarded') return refused(outcome.kind);
      const { count, remaining } = outcome;
      return { lines: [`${count} are given up; ${remaining} remain`], isDone: remaining === 0 };
    }
  }
}

type Outcome = Awaited<ReturnType<ReplayDeadLetters['one']>> | Awaited<ReturnType<DiscardDeadLetters['one']>>;

function one(id: string, outcome: Outcome): Report {
  switch (outcome.kind) {
    case 'replayed':
      return done(`${id} is on its way to ${outcome.letter.service} again`);
    case 'discarded':
      return done(`${id} is given up`);
    case 'unknown':
      return notDone(unknown(id));
    case 'resolved':
      return notDone(`${id} has been ${outcome.letter.status.toLowerCase()} already`);
    case 'not-replayable':
      return notDone(`${id} is no whole message, or too old to be sent again; it can be discarded`);
    case 'invalid-reason':
      return refused(outcome.kind);
  }
}

function refused(kind: 'invalid-filter' | 'invalid-reason'): Report {
  return notDone(
    kind === 'invalid-reason'
      ? 'The reason must have 1 to 500 characters.'
      : '--from must be before --to, from 1970 on.',
  );
}

function unknown(id: string): string {
  return `There is no dead letter ${id}.`;
}

function done(...lines: readonly string[]): Report {
  return { lines, isDone: true };
}

function notDone(line: string): Report {
  return { lines: [line], isDone: false };
}
