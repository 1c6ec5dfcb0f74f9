import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from '@galleria/kit/logger';
import type { Running } from '@galleria/kit/process/lifecycle';
import { createRestarts } from '../plan/process/restarts.ts';

interface Workers extends Running {
  /** Puts a new worker in the place of each, one after the other; the old one finishes what it has begun. */
  reload(): Promise<void>;
}

/**
 * What a worker runs. When it has stopped it takes leave: a connection that was on its way to it is given to another.
 * Who ends without that keeps it in the first process, where nobody answers.
 */
export function asWorker(worker: Worker, start: () => Promise<Running>): () => Promise<Running> {
  return async () => {
    const running = await start();
    return {
      stop: async () => {
        await running.stop();
        if (!worker.isConnected()) return;
        const left = once(worker, 'disconnect');
        worker.disconnect();
        await left;
      },
    };
  };
}

/** The workers of this process, renewed on SIGHUP. Rejects as `startWorkers` does. */
export async function runWorkers(count: number, logger: Logger): Promise<Running> {
  const workers = await startWorkers(count, logger);
  process.on('SIGHUP', () => {
    workers.reload().catch((thrown: unknown) => logger.error({ err: thrown }, 'not all workers are new'));
  });
  return workers;
}

/**
 * Several processes of this program that share its port, one for each core: this one only hands out connections, in
 * turn (https://nodejs.org/api/cluster.html). One that ends by itself is replaced. Rejects when one ends before it
 * listens; why, it has logged itself.
 */
async function startWorkers(count: number, logger: Logger): Promise<Workers> {
  const workers = new Set<Worker>();
  const restarts = createRestarts();
  let pause: NodeJS.Timeout | undefined;
  let isStopping = false;
  let underWay: Promise<void> = Promise.resolve();

  const begin = async (): Promise<void> => {
    const worker = cluster.fork();
    workers.add(worker);
    try {
      await untilListening(worker);
    } catch (thrown) {
      workers.delete(worker);
      throw thrown;
    }
    logger.info({ worker: worker.process.pid }, 'a worker listens');
    worker.once('exit', () => ended(worker));
  };

  const ended = (worker: Worker): void => {
    if (!workers.delete(worker) || isStopping) return;
    const { pid, exitCode, signalCode } = worker.process;
    logger.error({ worker: pid, code: exitCode, signal: signalCode }, 'a worker ended');
    replace();
  };

  const replace = (): void => {
    if (isStopping) return;
    const pauseMs = restarts.pauseAfterEnd();
    pause = setTimeout(() => {
      if (workers.size >= count) return;
      begin().catch((thrown: unknown) => {
        logger.error({ err: thrown }, 'a worker could not start');
        replace();
      });
    }, pauseMs);
  };

  const renew = async (): Promise<void> => {
    for (const old of [...workers]) {
      if (isStopping) return;
      await begin();
      await end(old);
    }
    logger.info({ workers: [...workers].map(({ process: { pid } }) => pid) }, 'all workers are new');
  };

  /** It is not missed. */
  const end = async (worker: Worker): Promise<void> => {
    workers.delete(worker);
    await untilEnded(worker);
  };

  const stop = async (): Promise<void> => {
    isStopping = true;
    clearTimeout(pause);
    await Promise.all([...workers].map(end));
  };

  try {
    await Promise.all(Array.from({ length: count }, begin));
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { stop, reload: () => (underWay = underWay.catch(() => undefined).then(renew)) };
}

/** Rejects when it ends before. */
function untilListening(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('listening', () => resolve());
    worker.once('exit', () => reject(new Error(`worker ${worker.process.pid} ended before it listened`)));
  });
}

/** As an operator ends a process: it finishes what it has begun. */
async function untilEnded(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await exited;
}
