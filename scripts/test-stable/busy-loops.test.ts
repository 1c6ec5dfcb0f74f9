import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { inspectProcess } from '@galleria/platform/supervisor/process/process-inspection';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, it, vi } from 'vitest';
import { startBusyLoops } from './busy-loops.mjs';

const areGone = (pids: readonly (number | undefined)[]) =>
  vi.waitFor(() => expect(pids.map((pid) => inspectProcess(pid ?? 0))).toEqual(pids.map(() => undefined)), PATIENCE);

it('busy loops run until they are ended', async () => {
  const { pids, end } = startBusyLoops(2);
  expect(pids.map((pid) => inspectProcess(pid ?? 0) !== undefined)).toEqual([true, true]);
  end();
  await areGone(pids);
});

it('busy loops end when whoever started them is killed', async () => {
  const module = resolve(import.meta.dirname, 'busy-loops.mjs');
  const script = `import { startBusyLoops } from ${JSON.stringify(module)}; console.log(JSON.stringify(startBusyLoops(1).pids));`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
  const pids = JSON.parse(line) as number[];
  starter.kill('SIGKILL');
  await areGone(pids);
});
