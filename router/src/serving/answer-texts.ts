import type { GraphQLError } from 'graphql';
import type { WrittenAnswer } from '../engine/answering.ts';
import type { AnswerPart, Increment } from '../engine/delivering.ts';
import type { EngineAnswer } from '../graph-engine.ts';
import { METHOD_NOT_ALLOWED } from '../policy/change-by-get.ts';
import type { createErrorMask } from '../policy/error-masking.ts';
import type { OperationOutcome, RequestContext } from '../request-context.ts';
import { NOT_SUPPORTED, QUERY_NOT_FOUND } from './persisted-queries.ts';

// Answers of the engine as clients get them: with errors masked, and what the access log wants to know noted.

export type ErrorMask = ReturnType<typeof createErrorMask>;

/** What is no mistake in the operation. */
const OUR_FAULTS = new Set([
  'INTERNAL_SERVER_ERROR',
  'QUERY_PLAN_FAILED',
  'QUERY_PLAN_TIMEOUT',
  'QUERY_PLAN_UNSUPPORTED',
]);

/** There may be an error at each place of a long list: a line of the log is not to be as long. */
const MOST_CODES = 50;

export function toEngineAnswer(
  { data, errors, cost, plans }: WrittenAnswer,
  { trace, outcome }: RequestContext,
  mask: ErrorMask,
): EngineAnswer {
  noteCost(outcome, cost);
  const { codes, members: told } = shownErrors(errors, mask);
  if (codes.length > 0) outcome.errors = codes.slice(0, MOST_CODES);
  const members = [...told, ...(data === undefined ? [] : [`"data":${data}`]), ...extensionsOf(trace, outcome, plans)];
  const json = `{${members.join()}}`;
  return data === undefined
    ? { json, isRefusal: true, ...httpOfRefusal(codes) }
    : { json, isRefusal: false, headers: [] };
}

/** One part of an answer as JSON (docs/decisions/038-defer.md). */
export function toPartText(
  part: AnswerPart,
  { trace, outcome }: RequestContext,
  mask: ErrorMask,
  plans: string,
): string {
  const noted = (errors: readonly GraphQLError[] | undefined): string[] => {
    const { codes, members } = shownErrors(errors, mask);
    if (codes.length > 0) outcome.errors = [...(outcome.errors ?? []), ...codes].slice(0, MOST_CODES);
    return members;
  };
  const increment = ({ path, label, data, errors }: Increment) => {
    const named = label === undefined ? [] : [`"label":${JSON.stringify(label)}`];
    return `{${[`"data":${data}`, `"path":${JSON.stringify(path)}`, ...named, ...noted(errors)].join()}}`;
  };
  const members =
    'data' in part
      ? [...noted(part.errors), `"data":${part.data}`, ...extensionsOf(trace, part.hasNext ? {} : outcome, plans)]
      : [
          `"incremental":[${part.incremental.map(increment).join()}]`,
          ...(part.hasNext ? [] : extensionsOf(trace, outcome)),
        ];
  return `{${[...members, `"hasNext":${part.hasNext}`].join()}}`;
}

function shownErrors(errors: readonly GraphQLError[] | undefined, mask: ErrorMask) {
  const shown = errors?.map((error) => mask(error.toJSON(), error)) ?? [];
  return {
    codes: shown.map(({ extensions }) => String(extensions?.['code'])),
    members: errors === undefined ? [] : [`"errors":${JSON.stringify(shown)}`],
  };
}

/** What has come once more, of a subscription. */
export function noteCost(outcome: OperationOutcome, cost: number | undefined): void {
  if (cost === undefined || outcome.cost === undefined) return;
  outcome.cost = { ...outcome.cost, actual: (outcome.cost.actual ?? 0) + cost };
}

/** For clients in development: of an answer in parts, what it cost comes with the last, and its plan with the first. */
function extensionsOf(trace: RequestContext['trace'], { cost }: OperationOutcome, plans?: string): string[] {
  if (trace === null) return [];
  const told = JSON.stringify({ trace: trace.calls, cost });
  return [`"extensions":${trace.withPlan && plans !== undefined ? `${told.slice(0, -1)},"plan":${plans}}` : told}`];
}

function httpOfRefusal(codes: readonly string[]): Pick<EngineAnswer, 'status' | 'headers'> {
  if (codes.includes(METHOD_NOT_ALLOWED)) return { status: 405, headers: [['allow', 'POST']] };
  // Steps of the protocol, which no proxy should take for a failure.
  if (codes.includes(QUERY_NOT_FOUND) || codes.includes(NOT_SUPPORTED)) return { status: 200, headers: [] };
  if (codes.includes('TOO_MANY_SUBSCRIPTIONS')) return { status: 429, headers: [['retry-after', '5']] };
  if (codes.includes('QUERY_PLANNER_BUSY')) return { status: 503, headers: [['retry-after', '5']] };
  return codes.some((code) => OUR_FAULTS.has(code)) ? { status: 500, headers: [] } : { headers: [] };
}
