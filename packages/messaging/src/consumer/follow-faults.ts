import type { Fault, FaultSwitches } from '@galleria/kit/process/fault-switches';
import type { MessageContract } from '../contract/contract.ts';
import { on, type Subscription } from './subscription.ts';

/** What tells of a fault that an administrator asked for. */
type FaultNews = Omit<Fault, 'until'> & { readonly until: string; readonly isOn: boolean };

/** What each instance listens to, so that its faults are those asked for; nothing where none are allowed. */
export function followFaults(faults: FaultSwitches, contract: MessageContract<FaultNews>): Subscription[] {
  if (!faults.areAllowed) return [];
  return [on(contract, async ({ isOn, until, ...fault }) => faults.turn({ ...fault, until: new Date(until) }, isOn))];
}
