import { faultSwitched } from '@galleria/events/operations';
import { charge } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { exchange } from '@galleria/platform/testing/signed-exchange';
import { startService } from '@galleria/platform/testing/service-harness';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPaymentsApp } from '../src/app.ts';
import { chargeOf, ledgerOf, paymentOf, SETTINGS, told, type PaymentsService } from './fixtures.ts';

const MINUTE_MS = 60_000;
const PING = '{ __typename }';

type Kind = 'SLOW' | 'FAILING' | 'PAYMENTS_DECLINED' | 'PROVIDER_SILENT';

let service: PaymentsService;
const lasting: object[] = [];
beforeAll(async () => {
  // The sweep asks again for what the silent provider left open.
  const settings = { ...SETTINGS, PROVIDER_TIMEOUT_MS: 100, PAYMENT_SWEEP_MS: 50 };
  service = await startService('payments', createPaymentsApp, settings, { faultSwitches: true });
});
afterAll(() => service.stop());
afterEach(async () => {
  for (const fault of lasting.splice(0)) await service.publish(faultSwitched, { ...(fault as Asked), isOn: false });
});

type Asked = ReturnType<typeof fault>;

function fault(kind: Kind, given: { readonly service?: string; readonly until?: Date } = {}) {
  const until = (given.until ?? new Date(Date.now() + MINUTE_MS)).toISOString();
  return { faultId: newId(), service: given.service ?? 'payments', kind, delayMs: null, until };
}

async function begin(kind: Kind): Promise<Asked> {
  const asked = fault(kind);
  lasting.push(asked);
  await service.publish(faultSwitched, { ...asked, isOn: true });
  return asked;
}

const end = (asked: Asked) => service.publish(faultSwitched, { ...asked, isOn: false });
const codeOf = async () => (await service.query(PING)).errors?.[0]?.extensions.code;
const fails = () => vi.waitFor(async () => expect(await codeOf()).toBe('FAULT_INJECTED'), PATIENCE);
const answers = () => vi.waitFor(async () => expect(await codeOf()).toBeUndefined(), PATIENCE);

/** What is asked of one service is heard in order: what came before this has been heard, too. */
async function untilHeard(): Promise<void> {
  const asked = await begin('FAILING');
  await fails();
  await end(asked);
  await answers();
}

describe('a fault that payments was asked to show', () => {
  it('fails each operation until it is ended, also at an instance that starts later', async () => {
    const asked = await begin('FAILING');
    await fails();
    const late = await service.startInstance();
    const codeOfLate = async () => (await exchange(late.server, PING)).answer.errors?.[0]?.extensions.code;
    await vi.waitFor(async () => expect(await codeOfLate()).toBe('FAULT_INJECTED'), PATIENCE);
    await end(asked);
    await answers();
    await vi.waitFor(async () => expect(await codeOfLate()).toBeUndefined(), PATIENCE);
  });

  it('is none when it is another service’s, is over, or cannot be understood', async () => {
    await service.publish(faultSwitched, { ...fault('FAILING', { service: 'orders' }), isOn: true });
    await service.publish(faultSwitched, { ...fault('FAILING', { until: new Date(Date.now() - 1) }), isOn: true });
    await service.publish(faultSwitched, { ...fault('MELTDOWN' as Kind), isOn: true });
    await untilHeard();
    expect(service.deadLetters()).toEqual([]);
  });

  it('declines each new charge, of which the provider charges nothing', async () => {
    await begin('PAYMENTS_DECLINED');
    await untilHeard();
    const command = chargeOf();
    await service.publish(charge, command);
    await vi.waitFor(() => expect(told(service, command.orderId).declined).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).declined).toMatchObject([{ reason: 'FAULT_INJECTED' }]);
    expect(await ledgerOf(service, command.orderId)).not.toMatchObject([{ status: 'CAPTURED' }]);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'DECLINED', reason: 'FAULT_INJECTED' });
  });

  it('of a silent provider leaves charges open, which are made once it speaks', async () => {
    const asked = await begin('PROVIDER_SILENT');
    await untilHeard();
    const command = chargeOf();
    await service.publish(charge, command);
    await vi.waitFor(async () => {
      const { rows } = await service.database.pool.query('select attempts from payments where order_id = $1', [
        command.orderId,
      ]);
      expect(rows).toMatchObject([{ attempts: expect.toSatisfy((attempts: number) => attempts > 1) as number }]);
    }, PATIENCE);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'PENDING' });
    await end(asked);
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await ledgerOf(service, command.orderId)).toMatchObject([{ status: 'CAPTURED', attempts: 1 }]);
  });
});
