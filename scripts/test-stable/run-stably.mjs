import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBusyLoops } from './busy-loops.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LAST_LINE = /^\d+ passed, \d+ failed, \d+ skipped$/;

/**
 * Runs the tests again and again beside busy loops, each time in another order of files, until one run fails.
 *
 * @param {{ root: string, runs: number, loops: number, rest: readonly string[] }} options
 */
export async function runStably({ root, runs, loops, rest }) {
  const busy = startBusyLoops(loops);
  const done = [];
  let current;
  let stoppedBy;
  const onSignal = (signal) => {
    stoppedBy ??= signal;
    busy.end();
    current?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    while (done.length < runs && stoppedBy === undefined && done.every(({ code }) => code === 0)) {
      const seed = rest.some((word) => word.startsWith('--sequence')) ? undefined : randomInt(1_000_000);
      const order = seed === undefined ? [] : ['--sequence.shuffle.files', `--sequence.seed=${seed}`];
      console.log(`run ${done.length + 1} of ${runs}: npm test -- ${[...rest, ...order].join(' ')}`);
      done.push(await runOnce(root, [...rest, ...order], (child) => (current = child)));
    }
  } finally {
    busy.end();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
  console.log(table(done));
  const isStable = done.length === runs && done.every(({ code }) => code === 0);
  console.log(isStable ? `stable: ${runs} runs` : `not stable: ${stoppedBy ?? `run ${done.length} failed`}`);
  if (!isStable) process.exitCode = 1;
}

async function runOnce(root, args, onChild) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts/test.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onChild(child);
  let outcome = 'ended early';
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    if (LAST_LINE.test(line)) outcome = line;
  });
  const [code] = await once(child, 'close');
  return { args, code: code ?? 1, outcome, seconds: Math.round((performance.now() - startedAt) / 1_000) };
}

function table(done) {
  const rows = done.map(({ args, outcome, seconds }, index) => {
    const order = args.find((word) => word.startsWith('--sequence.seed')) ?? '';
    return `  ${String(index + 1).padStart(4)}  ${outcome.padEnd(38)} ${String(seconds).padStart(6)} s  ${order}`;
  });
  return ['', '   run  came to', ...rows, ''].join('\n');
}
