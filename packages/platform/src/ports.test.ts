import { describe, expect, it } from 'vitest';
import { parsePortBase, planPorts, portsOfPlan } from './ports.ts';
import { isRefusedByBrowsers } from './refused-ports.ts';

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
    const first = Object.values(portsOfPlan(planPorts(4000, NAMES)));
    const second = Object.values(portsOfPlan(planPorts(4200, NAMES)));
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
  });

  it('gives as many subgraphs as it accepts a port of their own', () => {
    const names = Array.from({ length: 24 }, (_, index) => `subgraph-${index}`);
    const ports = Object.values(portsOfPlan(planPorts(4000, names)));
    expect(new Set(ports).size).toBe(ports.length);
    expect(() => planPorts(4000, [...names, 'one-too-many'])).toThrow(/24/);
  });

  it('gives every process a port of its own, whatever runs several times', () => {
    const replicas = Object.fromEntries(NAMES.map((name) => [name, 9]));
    const ports = Object.values(portsOfPlan(planPorts(20_000, NAMES, replicas)));
    expect(ports).toHaveLength(13 + 8 * NAMES.length);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each([
    [6000, 'router', 6000, 6100],
    [5999, 'users', 6000, 6100],
    [4100, 'storefront', 4190, 4200],
    [10_000, 'mailbox', 10_080, 10_100],
    [6566, 'router', 6566, 6600],
  ])('refuses the base %d, which puts %s on a port that browsers refuse, and offers another', (base, ...told) => {
    const [name, port, other] = told;
    expect(() => planPorts(base, NAMES)).toThrow(
      `PORT_BASE=${base} puts ${name} on port ${port}, which browsers and fetch refuse to open. Choose another: PORT_BASE=${other} npm start`,
    );
    expect(planPorts(other, NAMES).router).toBe(other);
  });

  it('looks at the ports of further processes too, and not at those that no browser is sent to', () => {
    expect(() => planPorts(5896, NAMES, { orders: 2 })).toThrow(/orders-2 on port 6000/);
    expect(planPorts(4013, NAMES).postgres).toBe(4045);
  });

  it('agrees with fetch about the ports that it refuses, and those beside them', async () => {
    const refused = Array.from({ length: 65_536 }, (_, port) => port).filter(isRefusedByBrowsers);
    const beside = new Set(refused.flatMap((port) => [port - 1, port, port + 1]));
    expect(refused).not.toEqual([]);
    for (const port of beside) expect([port, await isRefusedByFetch(port)]).toEqual([port, isRefusedByBrowsers(port)]);
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

async function isRefusedByFetch(port: number): Promise<boolean> {
  const refusal = await fetch(`http://127.0.0.1:${port}/`).catch((error: Error) => error.cause);
  return refusal instanceof Error && refusal.message === 'bad port';
}
