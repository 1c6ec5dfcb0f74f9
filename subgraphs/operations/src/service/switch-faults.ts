import { faultSwitched } from '@galleria/events/operations';
import { isId, newId } from '@galleria/kit/identifiers';
import { endOf, faultOf, type Fault, type FaultRequest } from '../domain/fault.ts';
import type { FaultReader } from '../repository/fault-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export type StartFaultOutcome =
  | { readonly kind: 'started'; readonly fault: Fault }
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'invalid'; readonly problem: string };

export type EndFaultOutcome = { readonly kind: 'ended'; readonly fault: Fault } | { readonly kind: 'unknown' };

/** Faults on purpose: what an administrator asks services to show, so that people see how the rest takes it. */
export interface SwitchFaults {
  active(): Promise<Fault[]>;
  start(request: FaultRequest, by: string): Promise<StartFaultOutcome>;
  end(id: string, by: string): Promise<EndFaultOutcome>;
}

export function createSwitchFaults(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: FaultReader;
  readonly areAllowed: boolean;
  /** Those that can be asked. */
  readonly services: readonly string[];
  readonly clock: () => Date;
}): SwitchFaults {
  const { unitOfWork, reader, areAllowed, services, clock } = dependencies;
  return {
    active: () => reader.active(clock()),
    start: async (request, by) => {
      if (!areAllowed) return { kind: 'not-allowed' };
      const asked = faultOf(request, services);
      if (typeof asked === 'string') return { kind: 'invalid', problem: asked };
      const startedAt = clock();
      const fault = { ...asked, id: newId(), startedAt, until: endOf(startedAt, request.minutes), startedBy: by };
      await unitOfWork(async (work) => {
        await work.faults.insert(fault);
        await tell(work, fault, true);
      });
      return { kind: 'started', fault };
    },
    end: async (id, by) => {
      if (!isId(id)) return { kind: 'unknown' };
      return unitOfWork(async (work) => {
        const fault = await work.faults.end(id, { by, at: clock() });
        if (fault === null) return { kind: 'unknown' };
        await tell(work, fault, false);
        return { kind: 'ended', fault };
      });
    },
  };
}

function tell(work: Work, { id: faultId, service, kind, delayMs, until }: Fault, isOn: boolean): Promise<void> {
  return work.outbox.add(faultSwitched, { faultId, service, kind, delayMs, until: until.toISOString(), isOn });
}
