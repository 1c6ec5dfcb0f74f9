import { spawn } from 'node:child_process';

/** Ends by itself when whoever started it is gone, also when that was killed and could not end it. */
const LOOP = 'const [, parent] = process.argv; while (String(process.ppid) === parent);';

/** Keeps so many cores busy until `end` is called. */
export function startBusyLoops(count) {
  const loops = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', LOOP, String(process.pid)], { stdio: 'ignore' }),
  );
  return { pids: loops.map(({ pid }) => pid), end: () => loops.forEach((loop) => loop.kill('SIGKILL')) };
}
