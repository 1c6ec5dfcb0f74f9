import type { ResolversTypes } from '../generated/graphql.ts';
import type { EndFaultOutcome, StartFaultOutcome } from '../service/switch-faults.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

export function startFaultResult(outcome: StartFaultOutcome): Result<'StartFaultResult'> {
  switch (outcome.kind) {
    case 'started':
      return { __typename: 'FaultStarted', fault: outcome.fault };
    case 'not-allowed':
      return {
        __typename: 'FaultsNotAllowed',
        code: 'FAULTS_NOT_ALLOWED',
        message: 'This installation shows no faults on purpose: its services are not started with FAULT_SWITCHES=true.',
      };
    case 'invalid':
      return { __typename: 'InvalidFault', code: 'INVALID_FAULT', message: outcome.problem };
  }
}

export function endFaultResult(outcome: EndFaultOutcome): Result<'EndFaultResult'> {
  return outcome.kind === 'ended'
    ? { __typename: 'FaultEnded', fault: outcome.fault }
    : { __typename: 'FaultUnknown', code: 'FAULT_UNKNOWN', message: 'No fault of this id lasts.' };
}
