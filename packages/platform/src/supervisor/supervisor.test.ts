import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeProcesses, fakeSpecification, type FakeProcesses } from '../../test/supervisor/fake-processes.ts';
import type { Specification, StepSpecification } from './formation/specification.ts';
import { createSupervisor, type Supervisor, type SupervisorEvent } from './supervisor.ts';

let fakes: FakeProcesses;
let events: SupervisorEvent[];

beforeEach(() => {
  vi.useFakeTimers();
  fakes = createFakeProcesses();
  events = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe('createSupervisor', () => {
  it('starts a process when what it depends on is ready', async () => {
    fakes.answer('postgres', { ready: false, reason: 'recovering' });
    const supervisor = supervise([fakeSpecification('postgres'), fakeSpecification('orders', ['postgres'])]);
    const started = supervisor.start();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(namesStarted()).toEqual(['postgres']);
    fakes.answer('postgres', { ready: true });
    await vi.advanceTimersByTimeAsync(100);
    await started;
    expect(namesStarted()).toEqual(['postgres', 'orders']);
  });

  it('starts what does not depend on each other at the same time', async () => {
    fakes.answer('postgres', { ready: false, reason: 'recovering' });
    fakes.answer('broker', { ready: false, reason: 'reading its log' });
    const supervisor = supervise([fakeSpecification('postgres'), fakeSpecification('broker')]);
    void supervisor.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(namesStarted()).toEqual(['postgres', 'broker']);
  });

  it('runs a step between the processes before and after it', async () => {
    let finish: () => void = () => undefined;
    const migrate = step('databases', () => new Promise((resolve) => (finish = resolve)), ['postgres']);
    const supervisor = supervise([fakeSpecification('postgres'), migrate, fakeSpecification('orders', ['databases'])]);
    const started = supervisor.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(namesStarted()).toEqual(['postgres']);
    finish();
    await started;
    expect(namesStarted()).toEqual(['postgres', 'orders']);
  });

  it('goes on without a process that does not start, so that the rest serves', async () => {
    const supervisor = supervise([fakeSpecification('orders'), fakeSpecification('router', ['orders'])]);
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const started = supervisor.start();
    await vi.advanceTimersByTimeAsync(60_000);
    await started;
    expect(stateKinds(supervisor)).toEqual({ orders: 'starting', router: 'ready' });
  });

  it('fails as a whole, naming the reason, when something essential does not start', async () => {
    const failing = step(
      'databases',
      () => Promise.reject(new Error('migration 3 does not apply')),
      ['postgres'],
      true,
    );
    const supervisor = supervise([fakeSpecification('postgres'), failing, fakeSpecification('orders', ['databases'])]);
    await expect(supervisor.start()).rejects.toMatchObject({
      code: 'START_FAILED',
      message: 'databases failed: migration 3 does not apply',
    });
    await supervisor.stop();
    expect(namesStarted()).toEqual(['postgres']);
    expect(stateKinds(supervisor)).toEqual({ postgres: 'stopped', orders: 'stopped' });
  });

  it('leaves out a step whose process has failed', async () => {
    const run = vi.fn(async () => undefined);
    const supervisor = supervise([fakeSpecification('orders'), step('seed', run, ['orders'])]);
    fakes.answer('orders', { ready: false, reason: 'not yet' });
    const started = supervisor.start();
    await vi.advanceTimersByTimeAsync(60_000);
    await started;
    expect(run).not.toHaveBeenCalled();
    expect(events).toContainEqual({ type: 'step', name: 'seed', outcome: 'left-out' });
  });

  it('restarts one process without touching the others', async () => {
    const supervisor = supervise([fakeSpecification('orders'), fakeSpecification('users')]);
    await supervisor.start();
    fakes.latest('orders').end({ signal: 'SIGKILL' });
    await vi.advanceTimersByTimeAsync(100);
    expect(namesStarted()).toEqual(['orders', 'users', 'orders']);
    expect(stateKinds(supervisor)).toEqual({ orders: 'ready', users: 'ready' });
  });

  it('stops dependents before what they depend on', async () => {
    const supervisor = supervise([
      fakeSpecification('postgres'),
      fakeSpecification('orders', ['postgres']),
      fakeSpecification('router', ['orders']),
    ]);
    await supervisor.start();
    await supervisor.stop();
    const stopped = events.filter((event) => event.type === 'process' && event.state.kind === 'stopped');
    expect(stopped.map(({ name }) => name)).toEqual(['router', 'orders', 'postgres']);
  });

  it('stops within its time, and the last still in order, when a process hangs', async () => {
    fakes.makeStubborn('router');
    const supervisor = supervise([fakeSpecification('postgres'), fakeSpecification('router', ['postgres'])]);
    await supervisor.start();
    const startedAt = Date.now();
    const stopped = supervisor.stop(4_500).then(() => Date.now() - startedAt);
    await vi.advanceTimersByTimeAsync(4_500);
    await expect(stopped).resolves.toBe(4_000);
    expect(fakes.latest('router').killed).toBe(true);
    expect(fakes.latest('postgres')).toMatchObject({ killed: false, signals: ['SIGTERM'] });
  });

  it('interrupts a step when it is stopped', async () => {
    let interrupted: AbortSignal | undefined;
    const seed = step('seed', (signal) => {
      interrupted = signal;
      return new Promise(() => undefined);
    });
    const supervisor = supervise([seed]);
    void supervisor.start();
    await vi.advanceTimersByTimeAsync(0);
    await supervisor.stop();
    expect(interrupted?.aborted).toBe(true);
  });

  it('refuses processes that depend on each other, or on one that is not there', () => {
    const circle = [fakeSpecification('orders', ['users']), fakeSpecification('users', ['orders'])];
    expect(() => supervise(circle)).toThrow(/orders, users/);
    expect(() => supervise([fakeSpecification('orders', ['redis'])])).toThrow(/redis/);
  });
});

function supervise(specifications: Specification[]): Supervisor {
  return createSupervisor({
    specifications,
    logDirectory: 'logs',
    workingDirectory: '.',
    launch: fakes.launch,
    probe: fakes.probe,
    onEvent: (event) => events.push(event),
  });
}

function step(
  name: string,
  run: StepSpecification['run'],
  dependsOn: string[] = [],
  essential = false,
): StepSpecification {
  return { kind: 'step', name, run, dependsOn, essential };
}

function namesStarted(): string[] {
  return fakes.started.map(({ name }) => name);
}

function stateKinds(supervisor: Supervisor): Record<string, string> {
  return Object.fromEntries(supervisor.statuses().map(({ specification, state }) => [specification.name, state.kind]));
}
