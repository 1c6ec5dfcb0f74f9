import { describe, expect, it } from 'vitest';
import { faultOf, type FaultRequest } from './fault.ts';

const SERVICES = ['orders', 'payments'];
const asked = (request: Partial<FaultRequest>) =>
  faultOf({ kind: 'FAILING', service: 'orders', delayMs: null, minutes: 5, ...request }, SERVICES);

describe('a fault', () => {
  it('is of the service that is named, and of payments where no other can show it', () => {
    expect(asked({})).toEqual({ service: 'orders', kind: 'FAILING', delayMs: null });
    expect(asked({ kind: 'SLOW', delayMs: 10_000 })).toEqual({ service: 'orders', kind: 'SLOW', delayMs: 10_000 });
    for (const service of [null, 'payments']) {
      expect(asked({ kind: 'PAYMENTS_DECLINED', service })).toMatchObject({ service: 'payments' });
      expect(asked({ kind: 'PROVIDER_SILENT', service, minutes: 60 })).toMatchObject({ service: 'payments' });
    }
  });

  it.each<[string, Partial<FaultRequest>, RegExp]>([
    ['no time', { minutes: 0 }, /1 to 60 minutes/],
    ['too much time', { minutes: 61 }, /1 to 60 minutes/],
    ['no service', { service: null }, /one of orders, payments/],
    ['a service that is none', { service: 'orders2' }, /one of orders, payments/],
    ['operations', { service: 'operations' }, /one of orders, payments/],
    ['another service than payments', { kind: 'PAYMENTS_DECLINED' }, /payments alone/],
    ['no delay', { kind: 'SLOW' }, /1 to 10000/],
    ['a delay of nothing', { kind: 'SLOW', delayMs: 0 }, /1 to 10000/],
    ['too long a delay', { kind: 'SLOW', delayMs: 10_001 }, /1 to 10000/],
    ['a delay without slowness', { delayMs: 5 }, /no delay/],
  ])('is refused with %s', (_name, request, problem) => {
    expect(asked(request)).toMatch(problem);
  });
});
