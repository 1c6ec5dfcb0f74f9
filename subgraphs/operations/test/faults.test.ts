import { faultSwitched } from '@galleria/events/operations';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { startService } from '@galleria/platform/testing/service-harness';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOperationsApp } from '../src/app.ts';
import { administrator, startOperations, type OperationsService } from './fixtures.ts';

const MINUTE_MS = 60_000;
const FAULT = 'id service kind delayMs startedAt until startedBy { id }';
const START = `mutation ($input: StartFaultInput!) {
  startFault(input: $input) { __typename ... on FaultStarted { fault { ${FAULT} } } ... on Problem { code message } }
}`;
const END = `mutation ($id: ID!) {
  endFault(id: $id) { __typename ... on FaultEnded { fault { ${FAULT} } } ... on Problem { code } }
}`;

let now = new Date('2026-06-01T12:00:00.000Z');
let service: OperationsService;
beforeAll(async () => {
  service = await startService('operations', createOperationsApp, {}, { clock: () => now, faultSwitches: true });
});
afterAll(() => service.stop());

const start = async (input: object, at = service) =>
  (await at.query(START, { variables: { input }, viewer: administrator })).data.startFault;
const end = async (id: string) =>
  (await service.query(END, { variables: { id }, viewer: administrator })).data.endFault;
const active = async () =>
  (await service.query('{ activeFaults { id } }', { viewer: administrator })).data.activeFaults as unknown[];
const toldOf = (id: string) =>
  service
    .published(faultSwitched)
    .map(({ data }) => data)
    .filter(({ faultId }) => faultId === id);

describe('a fault that an administrator asks for', () => {
  it('is told to the service, listed while it lasts, and ended before its time', async () => {
    const { fault } = await start({ kind: 'SLOW', service: 'orders', delayMs: 500, minutes: 5 });
    const until = new Date(now.getTime() + 5 * MINUTE_MS).toISOString();
    expect(fault).toMatchObject({
      ...{ service: 'orders', kind: 'SLOW', delayMs: 500, until, startedAt: now.toISOString() },
      startedBy: { id: administrator.userId },
    });
    expect(await active()).toEqual([{ id: fault.id }]);
    const told = { faultId: fault.id, service: 'orders', kind: 'SLOW', delayMs: 500, until };
    await vi.waitFor(() => expect(toldOf(fault.id as string)).toEqual([{ ...told, isOn: true }]), PATIENCE);
    expect(await end(fault.id as string)).toMatchObject({ __typename: 'FaultEnded', fault: { id: fault.id } });
    await vi.waitFor(() => expect(toldOf(fault.id as string).at(-1)).toEqual({ ...told, isOn: false }), PATIENCE);
    expect(await active()).toEqual([]);
    expect(await end(fault.id as string)).toEqual({ __typename: 'FaultUnknown', code: 'FAULT_UNKNOWN' });
    expect(toldOf(fault.id as string)).toHaveLength(2);
  });

  it('is over by itself', async () => {
    const { fault } = await start({ kind: 'PROVIDER_SILENT', minutes: 1 });
    expect(fault.service).toBe('payments');
    now = new Date(now.getTime() + MINUTE_MS);
    expect(await active()).toEqual([]);
    expect(await end(fault.id as string)).toMatchObject({ code: 'FAULT_UNKNOWN' });
  });

  it('is refused, and told to nobody, when it makes no sense, or its id is none', async () => {
    const message = expect.stringMatching(/notifications, orders, payments/) as string;
    expect(await start({ kind: 'FAILING', service: 'operations', minutes: 1 })).toEqual({
      ...{ __typename: 'InvalidFault', code: 'INVALID_FAULT', message },
    });
    expect(await end(newId())).toMatchObject({ code: 'FAULT_UNKNOWN' });
    expect(await end('no id')).toMatchObject({ code: 'FAULT_UNKNOWN' });
    expect(await active()).toEqual([]);
  });

  it('is refused where the installation allows none', async () => {
    const strict = await startOperations();
    try {
      expect(await start({ kind: 'FAILING', service: 'orders', minutes: 1 }, strict)).toMatchObject({
        ...{ __typename: 'FaultsNotAllowed', code: 'FAULTS_NOT_ALLOWED' },
      });
      expect(strict.published(faultSwitched)).toEqual([]);
    } finally {
      await strict.stop();
    }
  });
});
