import { describe, expect, it } from 'vitest';
import { parsePortBase, planPorts, type PortPlan } from './ports.ts';

const NAMES = ['users', 'products', 'inventory', 'orders', 'payments', 'notifications'];

describe('planPorts', () => {
  it('puts the router on the base and the subgraphs after it, in the order they are listed', () => {
    const plan = planPorts(4000, NAMES);
    expect(plan.router).toBe(4000);
    expect(plan.subgraphs).toEqual({
      users: 4001,
      products: 4002,
      inventory: 4003,
      orders: 4004,
      payments: 4005,
      notifications: 4006,
    });
    expect(plan).toMatchObject({ smtp: 4025, postgres: 4032, mailbox: 4080, storefront: 4090, kafka: 4092 });
  });

  it('gives two bases a hundred apart no port in common, so that two copies run side by side', () => {
    const first = everyPort(planPorts(4000, NAMES));
    const second = everyPort(planPorts(4100, NAMES));
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
  });

  it('gives as many subgraphs as it accepts a port of their own', () => {
    const names = Array.from({ length: 24 }, (_, index) => `subgraph-${index}`);
    const ports = everyPort(planPorts(4000, names));
    expect(new Set(ports).size).toBe(ports.length);
    expect(() => planPorts(4000, [...names, 'one-too-many'])).toThrow(/24/);
  });

  it.each([80, 65_500, 4000.5, Number.NaN])('refuses the base %s', (base) => {
    expect(() => planPorts(base, NAMES)).toThrowError(expect.objectContaining({ code: 'PORT_PLAN_IMPOSSIBLE' }));
  });
});

describe('parsePortBase', () => {
  it('reads a number and falls back to 4000 when nothing is given', () => {
    expect(parsePortBase('5000')).toBe(5000);
    expect(parsePortBase(undefined)).toBe(4000);
    expect(parsePortBase('')).toBe(4000);
  });

  it.each(['four thousand', '-1', '4e3', '0x10'])('refuses %s', (text) => {
    expect(() => parsePortBase(text)).toThrowError(expect.objectContaining({ code: 'PORT_PLAN_IMPOSSIBLE' }));
  });
});

function everyPort(plan: PortPlan): number[] {
  const { router, subgraphs, smtp, postgres, mailbox, storefront, kafka, kafkaHealth } = plan;
  return [router, ...Object.values(subgraphs), smtp, postgres, mailbox, storefront, kafka, kafkaHealth];
}
