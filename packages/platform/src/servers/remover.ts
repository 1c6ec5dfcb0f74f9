import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Sees to it that a server does not outlive this process: starts a shell that does nothing until its standard input
 * ends, by the function that this gives or because this process is gone, killed even, and then runs `script` with the
 * directory as `$1`. The function resolves when that is done, and may be called again.
 */
export function startRemover(script: string, directory: string): () => Promise<void> {
  // Detached: Ctrl-C in a terminal ends this process and must not end the remover with it.
  const remover = spawn('sh', ['-c', `cat >/dev/null\n${script}`, 'remover', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  remover.unref();
  return async () => {
    remover.ref();
    remover.stdin.end();
    if (remover.exitCode === null) await once(remover, 'exit');
  };
}
