import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Command } from '../formation/specification.ts';
import type { ProcessExit } from './process-state.ts';

/** A program that was started, whatever became of it. */
export interface LaunchedProcess {
  /** Absent when it could not be started. */
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exited: Promise<ProcessExit>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it and all that it started, at once. */
  kill(): void;
}

export type Launch = (command: Command, logFile: string, workingDirectory: string) => LaunchedProcess;

/**
 * Starts a program that writes straight into its log file: it then costs the supervisor nothing, and outlives it
 * without a broken pipe. It leads a process group of its own, so that Ctrl-C in the terminal reaches the supervisor
 * only, which stops all in order.
 */
export const launchProcess: Launch = (command, logFile, workingDirectory) => {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(command.executable, command.args, {
      cwd: workingDirectory,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(command.uid === undefined ? {} : { uid: command.uid }),
      ...(command.gid === undefined ? {} : { gid: command.gid }),
    });
    const exited = new Promise<ProcessExit>((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    return { pid: child.pid, exited, signal: (signal) => void child.kill(signal), kill: () => killGroup(child.pid) };
  } finally {
    closeSync(log);
  }
};

/** Signals a process group; one that is gone is what was wanted. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
