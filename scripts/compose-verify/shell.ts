import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ShellOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const OUTPUT_SHOWN = 4_000;

/**
 * Runs a command to its end and gives what it printed on standard output. Throws with the end of all its output when it
 * fails.
 */
export async function run(command: string, args: readonly string[], options: ShellOptions = {}): Promise<string> {
  const { code, stdout, output } = await attempt(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with code ${code}:\n${output.slice(-OUTPUT_SHOWN)}`);
}

/** The same for a command that may fail. */
export async function attempt(
  command: string,
  args: readonly string[],
  options: ShellOptions = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly output: string }> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, output };
}
