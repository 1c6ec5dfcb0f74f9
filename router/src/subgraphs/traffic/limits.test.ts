import { freePort } from '@galleria/platform/testing/network/free-port';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, vi } from 'vitest';
import { SubgraphOverloaded } from '../subgraph-unreachable.ts';
import { startCalledSubgraph, type CalledSubgraph } from '../testing/called-subgraph.ts';
import { breakOff, hold, never, ok, startInstanceServer } from '../testing/instance-server.ts';

const WINDOW_MS = 10_000;
/** Long enough for an answer on a machine that is busy. */
const TIMEOUT_MS = 1_000;

describe('queries that are sent again', () => {
  const failing = async (budget: { readonly percent: number; readonly perSecond: number }) => {
    const subgraph = await startCalledSubgraph({
      instances: 2,
      traffic: { SUBGRAPH_RETRY_PERCENT: budget.percent, SUBGRAPH_RETRIES_PER_SECOND: budget.perSecond },
    });
    for (const instance of subgraph.instances) {
      instance.answer = breakOff;
      instance.ready = false;
    }
    return subgraph;
  };

  it('are a share of all calls', async () => {
    const subgraph = await failing({ percent: 20, perSecond: 0 });
    await fail(10, subgraph.query);
    expect(sentTo(subgraph)).toBe(10 + 2);
  });

  it('are at least so many a second, over ten seconds', async () => {
    const subgraph = await failing({ percent: 0, perSecond: 1 });
    await fail(12, subgraph.query);
    expect(sentTo(subgraph)).toBe(12 + 10);
    subgraph.passMs(WINDOW_MS);
    await fail(1, subgraph.query);
    expect(sentTo(subgraph)).toBe(22 + 2);
  });

  it('are none where none may be', async () => {
    const subgraph = await failing({ percent: 0, perSecond: 0 });
    await fail(3, subgraph.query);
    expect(sentTo(subgraph)).toBe(3);
  });

  it('are never mutations, which take nothing of the budget', async () => {
    const subgraph = await failing({ percent: 0, perSecond: 1 });
    await fail(20, subgraph.mutation);
    expect(sentTo(subgraph)).toBe(20);
    await fail(10, subgraph.query);
    expect(sentTo(subgraph)).toBe(20 + 20);
  });

  it('are sent three times at most, however many instances there are', async () => {
    const subgraph = await startCalledSubgraph({ instances: 5 });
    for (const instance of subgraph.instances) instance.answer = breakOff;
    await fail(1, subgraph.query);
    expect(sentTo(subgraph)).toBe(3);
  });
});

describe('the circuit breaker of a subgraph', () => {
  const OPEN_MS = 2_000;
  const start = () =>
    startCalledSubgraph({
      instances: 1,
      traffic: { SUBGRAPH_TIMEOUT_MS: TIMEOUT_MS, SUBGRAPH_BREAKER_FAILURES: 2, SUBGRAPH_BREAKER_OPEN_MS: OPEN_MS },
    });
  const opened = async (subgraph: CalledSubgraph) => {
    for (const instance of subgraph.instances) instance.answer = never;
    await fail(2, subgraph.query, { late: true });
    await fail(5, subgraph.query, { late: false, sent: false });
    expect(sentTo(subgraph)).toBe(2);
    subgraph.passMs(OPEN_MS);
  };

  it('opens after late answers in a row, and lets one call try after a while', async () => {
    const subgraph = await start();
    await opened(subgraph);
    const trial = expect(subgraph.query()).rejects.toMatchObject({ late: true });
    await fail(2, subgraph.query, { late: false, sent: false });
    await trial;
    await fail(2, subgraph.query, { late: false, sent: false });
    expect(sentTo(subgraph)).toBe(3);
  });

  it('closes when that one is answered', async () => {
    const subgraph = await start();
    await opened(subgraph);
    for (const instance of subgraph.instances) instance.answer = ok;
    for (let call = 0; call < 3; call += 1) expect((await subgraph.query()).status).toBe(200);
    for (const instance of subgraph.instances) instance.answer = never;
    await fail(2, subgraph.query, { late: true });
  });

  it('lets the next one try when the first has gone before it knew', async () => {
    const subgraph = await start();
    await opened(subgraph);
    const gone = new AbortController();
    const trial = expect(subgraph.query(gone.signal)).rejects.toThrow();
    gone.abort();
    await trial;
    for (const instance of subgraph.instances) instance.answer = ok;
    expect((await subgraph.query()).status).toBe(200);
  });

  it('does not count who had no time to wait', async () => {
    const subgraph = await start();
    for (const instance of subgraph.instances) instance.answer = never;
    for (let call = 0; call < 5; call += 1) {
      await expect(subgraph.query(undefined, 20)).rejects.toMatchObject({ late: true });
    }
    for (const instance of subgraph.instances) instance.answer = ok;
    expect((await subgraph.query()).status).toBe(200);
  });

  it('stays closed where connections are refused: that costs no time, and it may be back any moment', async () => {
    const port = await freePort();
    const first = await startInstanceServer('127.0.0.1', port);
    const subgraph = await startCalledSubgraph({ addresses: [first.url], traffic: { SUBGRAPH_BREAKER_FAILURES: 3 } });
    await first.stop();
    await fail(6, subgraph.query, { sent: false, late: false });
    const again = await startInstanceServer('127.0.0.1', port);
    expect((await subgraph.query()).status).toBe(200);
    await again.stop();
  });
});

describe('a subgraph that is asked by many at a time', () => {
  const start = (traffic: { readonly places: number; readonly queue: number; readonly timeoutMs?: number }) =>
    startCalledSubgraph({
      instances: 1,
      traffic: {
        SUBGRAPH_CONCURRENCY: traffic.places,
        SUBGRAPH_QUEUE: traffic.queue,
        SUBGRAPH_TIMEOUT_MS: traffic.timeoutMs ?? 30_000,
      },
    });

  it('gets so many calls, some wait, and what is beyond fails at once', async () => {
    const subgraph = await start({ places: 2, queue: 1 });
    const finish = hold(...subgraph.instances);
    const answered = [subgraph.query(), subgraph.query(), subgraph.query()];
    await vi.waitFor(() => expect(sentTo(subgraph)).toBe(2), PATIENCE);
    await expect(subgraph.query()).rejects.toBeInstanceOf(SubgraphOverloaded);
    await expect(subgraph.mutation()).rejects.toBeInstanceOf(SubgraphOverloaded);
    finish();
    expect((await Promise.all(answered)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sentTo(subgraph)).toBe(3);
    expect((await subgraph.query()).status).toBe(200);
  });

  it('is not asked by who has waited for a turn until the time was up', async () => {
    const subgraph = await start({ places: 1, queue: 5, timeoutMs: TIMEOUT_MS });
    for (const instance of subgraph.instances) instance.answer = never;
    const calls = [subgraph.query(), subgraph.query(), subgraph.query()];
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    for (const instance of subgraph.instances) instance.answer = ok;
    expect((await subgraph.query()).status).toBe(200);
  });

  it('is not asked by who has gone before the turn came', async () => {
    const subgraph = await start({ places: 1, queue: 1 });
    const finish = hold(...subgraph.instances);
    const first = subgraph.query();
    const gone = new AbortController();
    const waiting = expect(subgraph.query(gone.signal)).rejects.toThrow('its turn');
    gone.abort();
    await waiting;
    const third = subgraph.query();
    await vi.waitFor(() => expect(sentTo(subgraph)).toBe(1), PATIENCE);
    finish();
    expect((await first).status).toBe(200);
    expect((await third).status).toBe(200);
    expect(sentTo(subgraph)).toBe(2);
  });
});

/** Calls one after the other, none of which gets an answer. */
async function fail(times: number, call: () => Promise<unknown>, how: object = {}): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await expect(call()).rejects.toMatchObject({ name: 'SubgraphUnreachable', ...how });
  }
}

function sentTo({ instances }: CalledSubgraph): number {
  return instances.reduce((sum, { calls }) => sum + calls, 0);
}
