import { describe, expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { showFaults } from '../graphql/show-faults.ts';
import { createFaultSwitches, type Fault } from './fault-switches.ts';

const START = Date.UTC(2026, 0, 1);
const logger = createLogger({ service: 'orders', level: 'silent' });
const failing: Fault = {
  ...{ faultId: '1', service: 'orders', kind: 'FAILING', delayMs: null, until: new Date(START + 60_000) },
};

function switches() {
  let now = START;
  const faults = createFaultSwitches({ service: 'orders', areAllowed: true, clock: () => new Date(now), logger });
  return { faults, pass: (ms: number) => void (now += ms) };
}

describe('a fault', () => {
  it('lasts until its end, on the clock of the service', () => {
    const { faults, pass } = switches();
    faults.turn(failing, true);
    pass(59_999);
    expect(faults.active('FAILING')).toBe(failing);
    expect(faults.active('SLOW')).toBeUndefined();
    pass(1);
    expect(faults.active('FAILING')).toBeUndefined();
    faults.turn(failing, true);
    expect(faults.active('FAILING')).toBeUndefined();
  });

  it('ends when it is ended, and leaves another of its kind', () => {
    const { faults } = switches();
    faults.turn(failing, true);
    faults.turn({ ...failing, faultId: '2' }, true);
    faults.turn(failing, false);
    expect(faults.active('FAILING')?.faultId).toBe('2');
    faults.turn({ ...failing, faultId: '2' }, false);
    expect(faults.active('FAILING')).toBeUndefined();
  });

  it('of another service is none', () => {
    const { faults } = switches();
    faults.turn({ ...failing, service: 'users' }, true);
    expect(faults.active('FAILING')).toBeUndefined();
  });

  it('of slowness delays an operation, and of failure ends it with its mark', async () => {
    const { faults } = switches();
    await showFaults(faults, logger);
    faults.turn({ ...failing, faultId: '2', kind: 'SLOW', delayMs: 30 }, true);
    const startedAt = performance.now();
    await showFaults(faults, logger);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
    faults.turn(failing, true);
    await expect(showFaults(faults, logger)).rejects.toMatchObject({ extensions: { code: 'FAULT_INJECTED' } });
  });
});
