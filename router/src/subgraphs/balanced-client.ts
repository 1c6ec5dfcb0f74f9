import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { createSubgraphClient, SubgraphUnreachable, type SubgraphClient } from './subgraph-client.ts';
import { isReady } from './subgraph-readiness.ts';

export interface BalancedClientOptions {
  readonly name: string;
  readonly urls: readonly string[];
  readonly timeoutMs: number;
  readonly logger: Logger;
  /** How often an instance that is left out is asked whether it is back. */
  readonly askEveryMs?: number;
}

interface Instance {
  readonly url: string;
  readonly client: SubgraphClient;
  isLeftOut: boolean;
}

const ASK_EVERY_MS = 500;
/** What a process that is about to stop answers. */
const SERVICE_UNAVAILABLE = 503;

/**
 * One subgraph at several addresses: calls go round the instances. One that gives no answer is left out until its
 * `/ready` says that it is back, and the call goes to the next one if nothing of it was sent, or if it may be repeated
 * and there is time left: a call that ran into its deadline would only run into a second one. Those that are left out
 * are tried last, and the only address always.
 */
export function createBalancedClient(options: BalancedClientOptions): SubgraphClient {
  const { urls, timeoutMs } = options;
  const [only] = urls;
  if (urls.length === 1 && only !== undefined) return createSubgraphClient({ url: only, timeoutMs });
  const instances = urls.map((url) => ({ url, client: createSubgraphClient({ url, timeoutMs }), isLeftOut: false }));
  const leaveOut = watchInstances(instances, options);
  const next = roundRobin(instances);
  return {
    post: async (body, headers, repeatable, signal) => {
      const candidates = next();
      for (const [index, instance] of candidates.entries()) {
        const isLast = index === candidates.length - 1;
        try {
          const answer = await instance.client.post(body, headers, repeatable, signal);
          if (answer.status !== SERVICE_UNAVAILABLE || !repeatable || isLast) return answer;
          leaveOut.add(instance, 'answered 503');
        } catch (thrown) {
          if (!(thrown instanceof SubgraphUnreachable)) throw thrown;
          // It has nothing to do with the instance.
          if (signal?.aborted === true) throw thrown;
          leaveOut.add(instance, thrown.message);
          if (isLast || !canTryNext(thrown, repeatable)) throw thrown;
        }
      }
      throw new SubgraphUnreachable('it has no address', { sent: false });
    },
    stream: async (body, headers, signal) => {
      let reason: unknown = new SubgraphUnreachable('it has no address', { sent: false });
      for (const instance of next()) {
        try {
          const answer = await instance.client.stream(body, headers, signal);
          if (answer.status !== SERVICE_UNAVAILABLE) return answer;
          reason = new SubgraphUnreachable(`answered ${answer.status}`);
        } catch (thrown) {
          if (!(thrown instanceof SubgraphUnreachable) || signal.aborted) throw thrown;
          reason = thrown;
        }
        leaveOut.add(instance, toError(reason).message);
      }
      throw reason;
    },
    stop: async () => {
      leaveOut.stop();
      await Promise.all(instances.map(({ client }) => client.stop()));
    },
  };
}

function canTryNext({ sent, late }: SubgraphUnreachable, repeatable: boolean): boolean {
  return !late && (repeatable || !sent);
}

/**
 * The instances to try, in order, each call beginning with another one. Those that are left out come last: one of them
 * may be back already, where the others have just gone.
 */
function roundRobin(instances: readonly Instance[]): () => Instance[] {
  let turn = 0;
  return () => {
    const serving = instances.filter(({ isLeftOut }) => !isLeftOut);
    turn = serving.length === 0 ? 0 : (turn + 1) % serving.length;
    const leftOut = instances.filter(({ isLeftOut }) => isLeftOut);
    return [...serving.slice(turn), ...serving.slice(0, turn), ...leftOut];
  };
}

/** Keeps the instances that are left out, and asks them until they are back. */
function watchInstances(instances: readonly Instance[], { name, logger, askEveryMs }: BalancedClientOptions) {
  let timer: NodeJS.Timeout | undefined;
  const ask = async (instance: Instance): Promise<void> => {
    if (!(await isReady(instance.url)) || !instance.isLeftOut) return;
    instance.isLeftOut = false;
    logger.info({ service: name, url: instance.url }, 'an instance is back');
  };
  const askAll = async (): Promise<void> => {
    await Promise.all(instances.filter(({ isLeftOut }) => isLeftOut).map(ask));
    timer = undefined;
    schedule();
  };
  let isStopped = false;
  const schedule = (): void => {
    if (isStopped || timer !== undefined || !instances.some(({ isLeftOut }) => isLeftOut)) return;
    timer = setTimeout(() => void askAll(), askEveryMs ?? ASK_EVERY_MS);
    timer.unref();
  };
  return {
    add: (instance: Instance, reason: string): void => {
      if (!instance.isLeftOut) {
        logger.warn({ service: name, url: instance.url, reason }, 'an instance is left out until it is back');
      }
      instance.isLeftOut = true;
      schedule();
    },
    stop: (): void => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
