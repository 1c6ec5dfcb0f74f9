import { planPorts } from '../../ports.ts';
import { findTakenPorts } from '../../supervisor/process/port-holder.ts';
import { createDraw } from './drawn-port.ts';

/**
 * Hundreds below the ports of `freePort`, and above those that people give to their own copies, and above 10080, the
 * last port that browsers refuse.
 */
const draw = createDraw([101, 180]);

/** A base for a whole Galleria whose ports nobody holds: two checkouts, or two files, can be tested at once. */
export async function freePortBase(
  subgraphNames: readonly string[],
  replicas: Readonly<Record<string, number>> = {},
): Promise<number> {
  for (;;) {
    const base = 100 * draw();
    const plan = planPorts(base, subgraphNames, replicas);
    const ports = Object.values(plan).flatMap((part: number | object) =>
      typeof part === 'number' ? part : Object.values(part).flat(),
    );
    const taken = await findTakenPorts(Object.fromEntries(ports.map((port: number) => [String(port), port])));
    if (taken.length === 0) return base;
  }
}
