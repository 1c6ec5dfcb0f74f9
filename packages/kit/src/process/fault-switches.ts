import type { Logger } from '../logger.ts';

export type FaultKind = 'SLOW' | 'FAILING' | 'PAYMENTS_DECLINED' | 'PROVIDER_SILENT';

/** What errors, reasons and logs carry while a fault lasts that an administrator asked for. */
export const FAULT_INJECTED = 'FAULT_INJECTED';

/** A fault that an administrator asked for: docs/decisions/028-fault-switches.md. */
export interface Fault {
  readonly faultId: string;
  /** Whose fault it is. */
  readonly service: string;
  readonly kind: FaultKind;
  /** How long each answer waits, where the fault is slowness; null for all others. */
  readonly delayMs: number | null;
  /** It ends then by itself. */
  readonly until: Date;
}

/** The faults that one process is to show, in memory: what is on is told again to each process that starts. */
export interface FaultSwitches {
  /** Whether this installation allows any (`FAULT_SWITCHES`). Without it nobody listens, and nothing is ever on. */
  readonly areAllowed: boolean;
  /** Of another service's faults nothing is noted. */
  turn(fault: Fault, isOn: boolean): void;
  /** The fault of this kind that lasts, the one asked for last; undefined when there is none. */
  active(kind: FaultKind): Fault | undefined;
}

export function createFaultSwitches(options: {
  readonly service: string;
  readonly areAllowed: boolean;
  readonly clock: () => Date;
  readonly logger: Logger;
}): FaultSwitches {
  const { service, areAllowed, clock, logger } = options;
  const on = new Map<string, Fault>();
  const forgetEnded = () => {
    for (const [id, { until }] of on) if (until <= clock()) on.delete(id);
  };
  return {
    areAllowed,
    turn: (fault, isOn) => {
      if (fault.service !== service) return;
      forgetEnded();
      const isNews = isOn ? fault.until > clock() && !on.has(fault.faultId) : on.delete(fault.faultId);
      if (!isNews) return;
      if (isOn) on.set(fault.faultId, fault);
      logger.warn({ code: FAULT_INJECTED, ...fault }, isOn ? 'a fault that was asked for begins' : 'it was ended');
    },
    active: (kind) => {
      if (on.size === 0) return undefined;
      forgetEnded();
      return [...on.values()].findLast((fault) => fault.kind === kind);
    },
  };
}
