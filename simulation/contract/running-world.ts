import { onTestFinished } from 'vitest';
import { createWorld, type World } from '../world/world.ts';

/** A world that takes one step after another for as long as the test runs, as a schedule would, without its faults. */
export function startWorld(): World {
  const world = createWorld(Math.trunc(Math.random() * 2 ** 31));
  let isRunning = true;
  const run = async (): Promise<void> => {
    while (isRunning) {
      await world.step();
      // A step leaves no time to what comes from outside the process, such as the other half of a suite.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  void run();
  onTestFinished(() => {
    isRunning = false;
  });
  return world;
}
