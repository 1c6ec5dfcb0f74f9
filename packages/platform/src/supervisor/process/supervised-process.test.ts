import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeProcesses, fakeSpecification, type FakeProcesses } from '../../../test/supervisor/fake-processes.ts';
import type { ProcessState } from './process-state.ts';
import { SupervisedProcess } from './supervised-process.ts';

let fakes: FakeProcesses;
let states: ProcessState[];

beforeEach(() => {
  vi.useFakeTimers();
  fakes = createFakeProcesses();
  states = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a supervised process', () => {
  it('is starting until it answers that it is ready', async () => {
    fakes.answer('orders', { ready: false, reason: 'broker: not joined' });
    const process = supervise();
    process.start();
    await vi.advanceTimersByTimeAsync(200);
    expect(process.state).toMatchObject({ kind: 'starting', pid: 1000, reason: 'broker: not joined' });
    fakes.answer('orders', { ready: true });
    await vi.advanceTimersByTimeAsync(100);
    expect(process.state).toMatchObject({ kind: 'ready', pid: 1000 });
    await expect(process.firstOutcome).resolves.toBe('ready');
  });

  it('is started again after it was killed, as a new process that becomes ready', async () => {
    const process = await startReady();
    fakes.latest('orders').end({ signal: 'SIGKILL' });
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'restarting', crashes: 1, exit: { signal: 'SIGKILL' } });
    await vi.advanceTimersByTimeAsync(100);
    expect(process.state).toMatchObject({ kind: 'ready', pid: 1001 });
    expect(process.restarts).toBe(1);
  });

  it('waits twice as long after each crash of a loop, up to ten seconds', async () => {
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const process = supervise();
    process.start();
    const waits: number[] = [];
    for (let crash = 0; crash < 9; crash += 1) {
      await vi.advanceTimersByTimeAsync(0);
      fakes.latest('orders').end({ code: 1 });
      await vi.advanceTimersByTimeAsync(0);
      const { state } = process;
      if (state.kind !== 'restarting') throw new Error(`It is ${state.kind}.`);
      waits.push(state.restartAt - Date.now());
      await vi.advanceTimersByTimeAsync(state.restartAt - Date.now());
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it('starts a new series of crashes once it was ready for ten seconds', async () => {
    const process = await startReady();
    for (let crash = 0; crash < 3; crash += 1) {
      fakes.latest('orders').end({ code: 1 });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    fakes.latest('orders').end({ code: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'restarting', crashes: 1 });
  });

  it('has failed its start after three crashes, and is kept running all the same', async () => {
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const process = supervise();
    process.start();
    for (let crash = 0; crash < 3; crash += 1) {
      await vi.advanceTimersByTimeAsync(0);
      fakes.latest('orders').end({ code: 1 });
      await vi.advanceTimersByTimeAsync(200 * 2 ** crash);
    }
    await expect(process.firstOutcome).resolves.toBe('failed');
    expect(fakes.started).toHaveLength(4);
  });

  it('has failed its start when it is not ready after a minute', async () => {
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const process = supervise();
    process.start();
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(process.firstOutcome).resolves.toBe('failed');
    expect(fakes.started).toHaveLength(1);
  });

  it('is restarted when its command cannot be made', async () => {
    const command = vi.fn().mockRejectedValueOnce(new Error('the port is taken'));
    command.mockResolvedValue({ executable: 'orders', args: [], env: {} });
    const process = supervise({ ...fakeSpecification('orders'), command });
    process.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'restarting', exit: { error: 'the port is taken' } });
    await vi.advanceTimersByTimeAsync(100);
    expect(process.state).toMatchObject({ kind: 'ready' });
  });

  it('is unready, and not restarted, while it says so', async () => {
    const process = await startReady();
    fakes.answer('orders', { ready: false, reason: 'broker: away' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(process.state).toMatchObject({ kind: 'unready', reason: 'broker: away', pid: 1000 });
    fakes.answer('orders', { ready: true });
    await vi.advanceTimersByTimeAsync(500);
    expect(process.state).toMatchObject({ kind: 'ready', pid: 1000 });
  });

  it('is killed and restarted when it answers nothing for half a minute', async () => {
    const process = await startReady();
    const silent = { ready: false, reason: 'no answer within 3000 ms', silent: true } as const;
    fakes.answer('orders', silent);
    fakes.answer('orders/health', silent);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(process.state).toMatchObject({ kind: 'unready', pid: 1000 });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(fakes.started[0]?.killed).toBe(true);
    expect(fakes.started.length).toBeGreaterThan(1);
  });

  it('is left alone while it answers that it lives, however long it is unready', async () => {
    const process = await startReady();
    fakes.answer('orders', { ready: false, reason: 'no answer within 3000 ms', silent: true });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(process.state).toMatchObject({ kind: 'unready', pid: 1000 });
  });

  it('is replaced at once and in order, which is no crash', async () => {
    const process = await startReady();
    process.replace();
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'ready', pid: 1001 });
    expect(fakes.started[0]).toMatchObject({ signals: ['SIGTERM'], killed: false });
    expect(process.restarts).toBe(0);
  });

  it('leaves nothing of a replaced process that does not end', async () => {
    fakes.makeStubborn('orders');
    const process = await startReady();
    process.replace();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(process.state).toMatchObject({ kind: 'ready', pid: 1001 });
    const stopped = process.stop(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
    expect(fakes.started.map(({ killed }) => killed)).toEqual([true, true]);
  });

  it('is started at once when it is replaced while it waits after a crash', async () => {
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const process = supervise();
    process.start();
    for (let crash = 0; crash < 6; crash += 1) {
      await vi.advanceTimersByTimeAsync(2_000);
      fakes.latest('orders').end({ code: 1 });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'restarting' });
    process.replace();
    await vi.advanceTimersByTimeAsync(0);
    expect(process.state).toMatchObject({ kind: 'starting' });
  });

  it('stops by its own signal and stays stopped', async () => {
    const process = await startReady();
    await process.stop(1_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process.state).toEqual({ kind: 'stopped' });
    expect(fakes.started).toHaveLength(1);
    expect(fakes.latest('orders')).toMatchObject({ signals: ['SIGTERM'], killed: false });
  });

  it('is killed at the deadline when it does not stop', async () => {
    fakes.makeStubborn('orders');
    const process = await startReady();
    const stopped = process.stop(1_000);
    await vi.advanceTimersByTimeAsync(999);
    expect(process.state).toMatchObject({ kind: 'stopping' });
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(process.state).toEqual({ kind: 'stopped', forced: true });
    expect(fakes.latest('orders').killed).toBe(true);
  });

  it('is told to give up before it is killed, where that ends more than itself', async () => {
    fakes.makeStubborn('orders');
    const process = await startReady({ ...fakeSpecification('orders'), abandonSignal: 'SIGQUIT' });
    const stopped = process.stop(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fakes.latest('orders')).toMatchObject({ signals: ['SIGTERM', 'SIGQUIT'], killed: false });
    await vi.advanceTimersByTimeAsync(300);
    await stopped;
    expect(fakes.latest('orders').killed).toBe(true);
  });

  it('is not started again when it is stopped while it waits for its restart', async () => {
    const process = await startReady();
    fakes.latest('orders').end({ code: 1 });
    await vi.advanceTimersByTimeAsync(0);
    await process.stop(1_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process.state).toEqual({ kind: 'stopped' });
    expect(fakes.started).toHaveLength(1);
  });

  it('reports each change of state once, not each answer', async () => {
    const process = await startReady();
    await vi.advanceTimersByTimeAsync(30_000);
    await process.stop(1_000);
    expect(states.map(({ kind }) => kind)).toEqual(['starting', 'starting', 'ready', 'stopping', 'stopped']);
  });
});

function supervise(specification = fakeSpecification('orders')): SupervisedProcess {
  return new SupervisedProcess({
    specification,
    logFile: 'orders.log',
    workingDirectory: '.',
    launch: fakes.launch,
    probe: fakes.probe,
    onChange: (state) => states.push(state),
  });
}

async function startReady(specification = fakeSpecification('orders')): Promise<SupervisedProcess> {
  const process = supervise(specification);
  process.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(process.state.kind).toBe('ready');
  return process;
}
