import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepared } from './setup/prepared.mjs';

/** Sets up what npm start sets up; the session itself runs from its sources, with the tools of development. */
await prepared(async ({ root }) => {
  const session = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev/main.ts', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the session too, which stops all in order; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => session.kill(signal));
  const [code] = await once(session, 'exit');
  process.exitCode = code ?? 1;
});
