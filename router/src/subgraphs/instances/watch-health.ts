import { readinessOf } from '../subgraph-readiness.ts';
import type { Instance } from './instance.ts';

export interface HealthOptions {
  readonly instances: () => readonly Instance[];
  readonly askEveryMs: number;
  readonly healthCheckMs: number;
  readonly leaveOut: (instance: Instance, reason: string) => void;
  readonly wasLate: (instance: Instance) => void;
  readonly isBack: (instance: Instance) => void;
}

/**
 * Asks instances for their `/ready`: those that are left out often, until they are back, and those that serve now and
 * then, so that one which is about to stop gets no new work before a call has found that out. Where there is only one,
 * it is called whatever it says.
 */
export function watchHealth(options: HealthOptions) {
  const { instances, askEveryMs, healthCheckMs, leaveOut, wasLate, isBack } = options;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const leftOut = (): readonly Instance[] => instances().filter(({ isLeftOut }) => isLeftOut);
  const schedule = (): void => {
    if (isStopped || timer !== undefined || leftOut().length === 0) return;
    timer = setTimeout(() => void askLeftOut(), askEveryMs).unref();
  };
  const askLeftOut = async (): Promise<void> => {
    await Promise.all(
      leftOut().map(async (instance) => {
        if ((await readinessOf(instance.url)) === 'ready') isBack(instance);
      }),
    );
    timer = undefined;
    schedule();
  };
  const check = async (instance: Instance): Promise<void> => {
    const readiness = await readinessOf(instance.url);
    if (readiness === 'ready' || isStopped) return;
    if (readiness === 'silent') wasLate(instance);
    else leaveOut(instance, `is ${readiness}`);
  };
  const checkServing = (): void => {
    if (instances().length < 2) return;
    for (const instance of instances()) if (!instance.isLeftOut) void check(instance);
  };
  const checks = healthCheckMs === 0 ? undefined : setInterval(checkServing, healthCheckMs).unref();
  return {
    /** Somebody was left out. */
    schedule,
    stop: (): void => {
      isStopped = true;
      clearTimeout(timer);
      clearInterval(checks);
    },
  };
}
