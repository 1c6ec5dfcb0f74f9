import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, vi } from 'vitest';
import { startCalledSubgraph, type CalledSubgraph } from '../testing/called-subgraph.ts';
import { breakOff, hold, never, ok, type InstanceServer } from '../testing/instance-server.ts';

/** Of three, what chooses the first and the second, in this order: the place of one, and the step to the other. */
const FIRST_AND_SECOND = [0, 0] as const;
const SLOW_START_MS = 10_000;

describe('of two instances at random', () => {
  it('the one with fewer calls under way is called', async () => {
    const subgraph = await startCalledSubgraph({ instances: 3 });
    const [a, b, c] = threeOf(subgraph);
    const finish = hold(a);
    const held = subgraph.query();
    await vi.waitFor(() => expect(a.calls).toBe(1), PATIENCE);
    subgraph.throwDice(...FIRST_AND_SECOND, ...FIRST_AND_SECOND);
    await subgraph.query();
    await subgraph.query();
    expect([a.calls, b.calls, c.calls]).toEqual([1, 2, 0]);
    finish();
    await held;
    subgraph.throwDice(...FIRST_AND_SECOND);
    await subgraph.query();
    expect([a.calls, b.calls, c.calls]).toEqual([2, 2, 0]);
  });

  it('each is called where none has anything to do', async () => {
    const subgraph = await startCalledSubgraph({ instances: 3 });
    for (const place of [0, 0.4, 0.9]) {
      subgraph.throwDice(place, 0);
      await subgraph.query();
    }
    expect(threeOf(subgraph).map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });
});

describe('an instance that is back', () => {
  it('gets few calls at first, and its share after a while', async () => {
    const subgraph = await startCalledSubgraph({ instances: 2, traffic: { SUBGRAPH_SLOW_START_MS: SLOW_START_MS } });
    const [a] = twoOf(subgraph);
    a.answer = breakOff;
    await subgraph.query();
    a.answer = ok;
    // The dice are thrown thrice while somebody starts slowly: place, step, and whether that one is passed over.
    const chosen = async (dice: number): Promise<boolean> => {
      const before = a.calls;
      subgraph.throwDice(0, 0, dice);
      await subgraph.query();
      return a.calls > before;
    };
    await vi.waitFor(async () => expect(await chosen(0.09)).toBe(true), PATIENCE);
    expect([await chosen(0.11), await chosen(0.09)]).toEqual([false, true]);
    subgraph.passMs(SLOW_START_MS / 2);
    expect([await chosen(0.51), await chosen(0.49)]).toEqual([false, true]);
    subgraph.passMs(SLOW_START_MS / 2);
    expect(await chosen(0.99)).toBe(true);
  });

  it('is called at once where there is no other', async () => {
    const subgraph = await startCalledSubgraph({ instances: 2, traffic: { SUBGRAPH_SLOW_START_MS: SLOW_START_MS } });
    const [a, b] = twoOf(subgraph);
    a.answer = b.answer = breakOff;
    await expect(subgraph.query()).rejects.toThrow();
    b.ready = false;
    a.answer = ok;
    await vi.waitFor(async () => {
      const before = b.calls;
      await subgraph.query();
      expect(b.calls).toBe(before);
    }, PATIENCE);
    subgraph.throwDice(0.99, 0.99, 0.99);
    expect((await subgraph.query()).status).toBe(200);
  });
});

describe('an instance that is about to stop', () => {
  it('gets no new call when it says so, and finishes what it has', async () => {
    const subgraph = await startCalledSubgraph({ instances: 2, traffic: { SUBGRAPH_HEALTH_CHECK_MS: 20 } });
    const [a, b] = twoOf(subgraph);
    const finish = hold(a);
    const held = subgraph.query();
    await vi.waitFor(() => expect(a.calls).toBe(1), PATIENCE);
    a.ready = false;
    const { asked } = a;
    // The second time it is asked as one that is left out.
    await vi.waitFor(() => expect(a.asked).toBeGreaterThan(asked + 1), PATIENCE);
    const finishB = hold(b);
    const more = [subgraph.query(), subgraph.query(), subgraph.query()];
    await vi.waitFor(() => expect(b.calls).toBe(3), PATIENCE);
    expect(a.calls).toBe(1);
    finish();
    finishB();
    expect((await held).status).toBe(200);
    expect((await Promise.all(more)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('gets no new call after it has answered 503 to a mutation', async () => {
    const subgraph = await startCalledSubgraph({ instances: 2 });
    const [a, b] = twoOf(subgraph);
    a.ready = false;
    a.answer = (_request, response) => response.writeHead(503).end();
    expect((await subgraph.mutation()).status).toBe(503);
    for (let call = 0; call < 3; call += 1) expect((await subgraph.mutation()).status).toBe(200);
    expect([a.calls, b.calls]).toEqual([1, 3]);
  });
});

describe('an instance that answers too late', () => {
  it('is left out after three times in a row', async () => {
    const subgraph = await startCalledSubgraph({ instances: 2, traffic: { SUBGRAPH_TIMEOUT_MS: 1_000 } });
    const [a, b] = twoOf(subgraph);
    a.ready = false;
    const late = async () => {
      a.answer = never;
      await expect(subgraph.query()).rejects.toMatchObject({ late: true });
    };
    await late();
    await late();
    a.answer = ok;
    await subgraph.query();
    expect([a.calls, b.calls]).toEqual([3, 0]);
    for (let times = 0; times < 3; times += 1) await late();
    await subgraph.query();
    expect([a.calls, b.calls]).toEqual([6, 1]);
  });
});

function twoOf({ instances }: CalledSubgraph): [InstanceServer, InstanceServer] {
  const [a, b] = instances;
  if (a === undefined || b === undefined) throw new Error('There are not two.');
  return [a, b];
}

function threeOf(subgraph: CalledSubgraph): [InstanceServer, InstanceServer, InstanceServer] {
  const [a, b] = twoOf(subgraph);
  const c = subgraph.instances[2];
  if (c === undefined) throw new Error('There are not three.');
  return [a, b, c];
}
