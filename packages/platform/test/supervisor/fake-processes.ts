import type { Launch, LaunchedProcess } from '../../src/supervisor/process/process-launcher.ts';
import type { ProcessExit } from '../../src/supervisor/process/process-state.ts';
import type { Probe, ProbeResult } from '../../src/supervisor/process/readiness-probe.ts';
import type { ProcessSpecification } from '../../src/supervisor/formation/specification.ts';

export interface FakeProcess {
  readonly name: string;
  readonly pid: number;
  readonly signals: NodeJS.Signals[];
  killed: boolean;
  end(exit?: Partial<ProcessExit>): void;
}

export interface FakeProcesses {
  readonly launch: Launch;
  readonly probe: Probe;
  /** All that were started, in order. */
  readonly started: FakeProcess[];
  latest(name: string): FakeProcess;
  /** What the readiness of a process is from now on; ready unless told. */
  answer(name: string, result: ProbeResult): void;
  /** Processes with this name ignore the signal that asks them to stop. */
  makeStubborn(name: string): void;
}

/** An operating system whose processes do what a test tells them. A process's executable is its name. */
export function createFakeProcesses(): FakeProcesses {
  const started: FakeProcess[] = [];
  const answers = new Map<string, ProbeResult>();
  const stubborn = new Set<string>();

  const launch: Launch = ({ executable: name }): LaunchedProcess => {
    let resolveExit: (exit: ProcessExit) => void = () => undefined;
    const exited = new Promise<ProcessExit>((resolve) => (resolveExit = resolve));
    const fake: FakeProcess = {
      name,
      pid: 1000 + started.length,
      signals: [],
      killed: false,
      end: (exit = {}) => resolveExit({ code: null, signal: null, ...exit }),
    };
    started.push(fake);
    return {
      pid: fake.pid,
      exited,
      signal: (signal) => {
        fake.signals.push(signal);
        if (!stubborn.has(name)) fake.end({ signal });
      },
      kill: () => {
        fake.killed = true;
        fake.end({ signal: 'SIGKILL' });
      },
    };
  };
  return {
    launch,
    started,
    probe: async (readiness) => {
      const url = readiness.kind === 'http-all' ? readiness.urls.join(' ') : readiness.url;
      return answers.get(url) ?? { ready: true };
    },
    latest: (name) => {
      const found = started.findLast((process) => process.name === name);
      if (found === undefined) throw new Error(`${name} was not started.`);
      return found;
    },
    answer: (name, result) => answers.set(name, result),
    makeStubborn: (name) => stubborn.add(name),
  };
}

/** Of a fake process: its name is its executable and what its readiness is asked by. */
export function fakeSpecification(name: string, dependsOn: string[] = [], essential = false): ProcessSpecification {
  return {
    kind: 'process',
    name,
    command: async () => ({ executable: name, args: [], env: {} }),
    port: 1,
    url: name,
    readiness: { kind: 'http', url: name },
    liveness: `${name}/health`,
    dependsOn,
    stopSignal: 'SIGTERM',
    essential,
  };
}
