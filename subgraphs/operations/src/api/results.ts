import type { DeadLetter } from '../domain/dead-letter.ts';
import { INVALID_FILTER as INVALID_FILTER_MESSAGE } from '../domain/errors.ts';
import type { ResolversTypes } from '../generated/graphql.ts';
import type { DiscardManyOutcome, DiscardOutcome } from '../service/discard-dead-letters.ts';
import type { ReplayManyOutcome, ReplayOutcome } from '../service/replay-dead-letters.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

const UNKNOWN = {
  __typename: 'DeadLetterUnknown',
  code: 'DEAD_LETTER_UNKNOWN',
  message: 'No dead letter has this id.',
} as const;

const INVALID_REASON = {
  __typename: 'InvalidDiscardReason',
  code: 'INVALID_DISCARD_REASON',
  message: 'Say why, in 1 to 500 characters.',
} as const;

const INVALID_FILTER = {
  __typename: 'InvalidDeadLetterFilter',
  code: 'INVALID_DEAD_LETTER_FILTER',
  message: INVALID_FILTER_MESSAGE,
} as const;

export function replayResult(outcome: ReplayOutcome): Result<'ReplayDeadLetterResult'> {
  switch (outcome.kind) {
    case 'replayed':
      return { __typename: 'DeadLetterReplayed', deadLetter: outcome.letter };
    case 'unknown':
      return UNKNOWN;
    case 'resolved':
      return resolved(outcome.letter);
    case 'not-replayable':
      return {
        __typename: 'DeadLetterNotReplayable',
        code: 'DEAD_LETTER_NOT_REPLAYABLE',
        message: 'It is no whole message, or too old to be sent again. It can be discarded.',
      };
  }
}

export function replayManyResult(outcome: ReplayManyOutcome): Result<'ReplayDeadLettersResult'> {
  if (outcome.kind === 'invalid-filter') return INVALID_FILTER;
  const { count, notReplayable, remaining } = outcome;
  return { __typename: 'DeadLettersReplayed', count, notReplayable, remaining };
}

export function discardResult(outcome: DiscardOutcome): Result<'DiscardDeadLetterResult'> {
  switch (outcome.kind) {
    case 'discarded':
      return { __typename: 'DeadLetterDiscarded', deadLetter: outcome.letter };
    case 'unknown':
      return UNKNOWN;
    case 'resolved':
      return resolved(outcome.letter);
    case 'invalid-reason':
      return INVALID_REASON;
  }
}

export function discardManyResult(outcome: DiscardManyOutcome): Result<'DiscardDeadLettersResult'> {
  switch (outcome.kind) {
    case 'discarded':
      return { __typename: 'DeadLettersDiscarded', count: outcome.count, remaining: outcome.remaining };
    case 'invalid-filter':
      return INVALID_FILTER;
    case 'invalid-reason':
      return INVALID_REASON;
  }
}

function resolved(deadLetter: DeadLetter) {
  return {
    __typename: 'DeadLetterResolved',
    code: 'DEAD_LETTER_RESOLVED',
    message: 'This dead letter has already been replayed or discarded.',
    deadLetter,
  } as const;
}
