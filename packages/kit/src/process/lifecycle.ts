import type { Logger } from '../logger.ts';
import { toError } from '../errors.ts';

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown>;

/**
 * Stops one group after the other, the members of a group at once. What fails keeps nothing else from being stopped;
 * the first failure is thrown at the end.
 */
export async function stopInTurn(...groups: readonly (readonly Stop[])[]): Promise<void> {
  const failures: unknown[] = [];
  for (const group of groups) {
    const results = await Promise.allSettled(group.map(async (stop) => stop()));
    failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])));
  }
  if (failures.length > 0) throw toError(failures[0]);
}

const STOP_DEADLINE_MS = 4_000;

/**
 * The life of a process: starts it, stops it in order on SIGINT or SIGTERM, and ends it with a code that says how it
 * went: 0 after an orderly stop, 1 when it could not start, failed in a way that no code expected, or did not stop
 * within 4 s.
 */
export async function runProcess(logger: Logger, start: () => Promise<Running>): Promise<void> {
  process.on('uncaughtException', (error) => fail(logger, error, 'an error that no code expected'));
  process.on('unhandledRejection', (reason) =>
    fail(logger, toError(reason), 'a promise that nobody waited for was rejected'),
  );
  let running: Running;
  try {
    running = await start();
  } catch (thrown) {
    return fail(logger, toError(thrown), 'could not start');
  }
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    void stopInOrder(logger, running, signal);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function stopInOrder(logger: Logger, running: Running, signal: NodeJS.Signals): Promise<void> {
  logger.info({ signal }, 'stopping');
  const deadline = setTimeout(() => {
    logger.error({ deadlineMs: STOP_DEADLINE_MS }, 'did not stop in time');
    process.exit(1);
  }, STOP_DEADLINE_MS);
  deadline.unref();
  try {
    await running.stop();
    logger.info('stopped');
    process.exit(0);
  } catch (thrown) {
    fail(logger, toError(thrown), 'could not stop in order');
  }
}

function fail(logger: Logger, error: Error, message: string): void {
  logger.fatal({ err: error }, message);
  process.exit(1);
}
