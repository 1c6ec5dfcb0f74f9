import { spawn } from 'node:child_process';
import { installProgram } from '@galleria/platform/testing/installed-program';

export type Kcat =
  { readonly kind: 'found'; readonly run: RunKcat } | { readonly kind: 'unavailable'; readonly reason: string };
/**
 * Runs kcat with the arguments, gives it the input and resolves with what it printed; rejects with what it complained
 * of.
 */
export type RunKcat = (args: readonly string[], input?: string) => Promise<string>;

/** kcat, installed if it is absent and can be; or why it cannot be had. */
export async function findKcat(): Promise<Kcat> {
  const installed = await installProgram('kcat', 'kcat');
  return installed.kind === 'found' ? { ...installed, run: runKcat } : installed;
}

function runKcat(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('kcat', args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 20_000 });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`kcat ${args.join(' ')} ended with ${code}: ${complaints}`));
    });
  });
}
