import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, vi } from 'vitest';
import { startCalledSubgraph, type CalledSubgraph } from './testing/called-subgraph.ts';
import { breakOff, never, ok, type InstanceServer } from './testing/instance-server.ts';

let subgraph: CalledSubgraph;

describe('a subgraph with several instances', () => {
  it('answers every query when one of them dies between two calls', async () => {
    const [a] = await startThree();
    for (let call = 0; call < 3; call += 1) await subgraph.query();
    await a.stop();
    for (let call = 0; call < 6; call += 1) expect((await subgraph.query()).status).toBe(200);
  });

  it('answers a query whose connection breaks while it is answered', async () => {
    const [a, b, c] = await startThree();
    a.answer = b.answer = breakOff;
    expect((await subgraph.query()).status).toBe(200);
    expect(c.calls).toBe(1);
  });

  it('does not send a mutation again that may have arrived', async () => {
    const all = await startThree();
    for (const instance of all) instance.answer = breakOff;
    await expect(subgraph.mutation()).rejects.toMatchObject({ name: 'SubgraphUnreachable', sent: true });
    expect(all.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(1);
  });

  it('sends a mutation to the next when the first could not be reached at all', async () => {
    const [a, b] = await startThree();
    await a.stop();
    await b.stop();
    for (let call = 0; call < 3; call += 1) expect((await subgraph.mutation()).status).toBe(200);
  });

  it('asks the next when one is about to stop, but repeats no mutation', async () => {
    const [a, b, c] = await startThree();
    a.answer = b.answer = c.answer = (_request, response) => response.writeHead(503).end();
    expect((await subgraph.mutation()).status).toBe(503);
    expect([a.calls, b.calls, c.calls].toSorted()).toEqual([0, 0, 1]);
    c.answer = ok;
    expect((await subgraph.query()).status).toBe(200);
  });

  it('tells how long somebody waits, which is for all tries together', async () => {
    const [a, b] = await startThree();
    await subgraph.query();
    expect(a.headers['x-galleria-remaining-ms']).toBe('2000');
    a.answer = (_request, response) => {
      subgraph.passMs(500);
      response.destroy();
    };
    await subgraph.query();
    expect(b.headers['x-galleria-remaining-ms']).toBe('1500');
  });

  it('does not ask another when the time for the answer is used up', async () => {
    const all = await startThree();
    for (const instance of all) instance.answer = never;
    await expect(subgraph.query()).rejects.toMatchObject({ late: true });
    expect(all.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(1);
  });

  it('leaves one out that failed, and calls it again once it says that it is ready', async () => {
    const [a, b, c] = await startThree();
    a.ready = false;
    a.answer = breakOff;
    // The dice show the first one, as long as it serves.
    for (let call = 0; call < 9; call += 1) await subgraph.query();
    expect(a.calls).toBe(1);
    expect(b.calls + c.calls).toBe(9);
    a.answer = ok;
    a.ready = true;
    await vi.waitFor(async () => {
      await subgraph.query();
      expect(a.calls).toBeGreaterThan(1);
    }, PATIENCE);
  });

  it('asks one that is left out when the last that served has gone', async () => {
    const [a, b, c] = await startThree();
    a.ready = false;
    a.answer = breakOff;
    for (let call = 0; call < 3; call += 1) await subgraph.query();
    a.answer = ok;
    await b.stop();
    await c.stop();
    expect((await subgraph.query()).status).toBe(200);
    expect(a.calls).toBe(2);
  });

  it('is tried all the same when all are left out', async () => {
    const all = await startThree();
    for (const instance of all) {
      instance.ready = false;
      instance.answer = breakOff;
    }
    await expect(subgraph.query()).rejects.toMatchObject({ name: 'SubgraphUnreachable' });
    for (const instance of all) instance.answer = ok;
    expect((await subgraph.query()).status).toBe(200);
  });
});

async function startThree(): Promise<[InstanceServer, InstanceServer, InstanceServer]> {
  subgraph = await startCalledSubgraph({ instances: 3, traffic: { SUBGRAPH_TIMEOUT_MS: 2_000 } });
  const [a, b, c] = subgraph.instances;
  if (a === undefined || b === undefined || c === undefined) throw new Error('There are not three.');
  return [a, b, c];
}
