import type { GraphQLError } from 'graphql';
import { completeAnswer, completeDeferred, type Completion, type DeferredObject } from './answer/complete.ts';
import { createWaitingErrors, isOfPart } from './answer/part-errors.ts';
import type { DeferredRun, DeferredRuns } from './execution/deferred-runs.ts';
import { createErrorLog, pathKeys, type ErrorLog, type PathKey } from './execution/error-log.ts';
import type { JsonObject } from './execution/json.ts';
import type { PreparedOperation } from './operation/prepare.ts';

/**
 * One of the parts that an answer comes in, as JSON
 * (https://github.com/graphql/graphql-spec/tree/48cf7263a71a683fab03d45d309fd42d8d9a6659/spec).
 */
export type AnswerPart = (FirstPart | LaterPart) & { readonly hasNext: boolean };

/** The answer without what is deferred. */
export interface FirstPart {
  readonly data: string;
  readonly errors?: readonly GraphQLError[];
}

export interface LaterPart {
  readonly incremental: readonly Increment[];
}

/** What was deferred of one object. */
export interface Increment {
  /** Where the client has the object. */
  readonly path: readonly PathKey[];
  /** The client's name for the `@defer`. */
  readonly label: string | undefined;
  /** As JSON; `null` when it as a whole cannot be. */
  readonly data: string;
  readonly errors?: readonly GraphQLError[];
}

/** What has been brought first, and what is still under way. */
export interface Deferrable extends Pick<Completion, 'schema' | 'introspected'> {
  readonly prepared: PreparedOperation;
  readonly data: JsonObject;
  readonly errors: ErrorLog;
  readonly runs: DeferredRuns;
}

/** A deferred fragment that the client waits for. */
interface Waiting {
  /** Of each of which the fragment is a part. */
  readonly objects: DeferredObject[];
  readonly done: Promise<void>;
  readonly errors: ErrorLog;
  isDone: boolean;
}

/**
 * The parts of an answer: the first at once, and each deferred fragment when it is there and what is around it has been
 * given. All that is there at a time comes in one part.
 */
export async function* deliverParts(deferrable: Deferrable): AsyncGenerator<AnswerPart, void> {
  const { prepared, runs } = deferrable;
  const waiting = new Map<string, Waiting>();
  /** Errors of what was fetched with a part and belongs to a later one. */
  const early = createWaitingErrors();
  yield first();
  while (waiting.size > 0) {
    await Promise.race([...waiting.values()].map(({ done }) => done));
    const incremental = [...waiting].filter(([, { isDone }]) => isDone).flatMap(([id, part]) => later(id, part));
    yield { incremental, hasNext: waiting.size > 0 };
  }

  function first(): AnswerPart {
    const { data, errors } = deferrable;
    const { completion, deferred } = completionOf(errors);
    const answer = completeAnswer(completion, prepared.selections, prepared.rootType, data);
    wait(deferred, errors);
    const own = errors.errors.filter((error) => isOfPart(error, [], answer));
    for (const error of errors.errors) if (!own.includes(error)) early.add(error);
    return { data: JSON.stringify(answer), ...someErrors(own), hasNext: waiting.size > 0 };
  }

  function later(id: string, { objects, errors }: Waiting): Increment[] {
    waiting.delete(id);
    const { completion, deferred } = completionOf(errors);
    const completed = objects.map((object) => ({
      label: object.fragment.deferral.label,
      path: pathKeys(object.path),
      answer: completeDeferred({ ...completion, deferred }, object),
    }));
    wait(deferred, errors);
    for (const error of errors.errors) early.add(error);
    return completed.map(({ label, path, answer }) => {
      return { path, label, data: JSON.stringify(answer), ...someErrors(early.take(path, answer)) };
    });
  }

  function completionOf(errors: ErrorLog): { completion: Completion; deferred: DeferredObject[] } {
    const { schema, introspected } = deferrable;
    const deferred: DeferredObject[] = [];
    return { completion: { schema, shapeOf: prepared.shapeOf, errors, introspected, deferred }, deferred };
  }

  function wait(objects: readonly DeferredObject[], around: ErrorLog): void {
    for (const object of objects) {
      const { id } = object.fragment.deferral;
      const known = waiting.get(id);
      if (known === undefined) waiting.set(id, waitFor(runs.of(id), object, around));
      else known.objects.push(object);
    }
  }
}

function waitFor(run: DeferredRun | undefined, object: DeferredObject, around: ErrorLog): Waiting {
  const done = run?.done ?? Promise.resolve();
  const errors = run?.errors ?? createErrorLog(around);
  const waiting: Waiting = { objects: [object], errors, done, isDone: run === undefined };
  done.then(
    () => (waiting.isDone = true),
    () => undefined,
  );
  return waiting;
}

function someErrors(errors: readonly GraphQLError[]): { readonly errors?: readonly GraphQLError[] } {
  return errors.length === 0 ? {} : { errors };
}
