import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GraphQLError } from 'graphql';
import { failedPlan } from '../plan-errors.ts';
import type { Plan } from '../plan.ts';
import type { PlannedOperation, PlannerName } from '../planner.ts';
import type { FromPlanner, Refusal, ToPlanner } from './planner-messages.ts';

export interface PlannerChildOptions {
  readonly planner: PlannerName;
  readonly supergraphSdl: string;
  /** What JavaScript may hold in it; a planner that needs more is ended by V8. */
  readonly memoryMib: number;
  /** After this long it gives an operation up by itself, should nobody be there any more to end it. */
  readonly timeoutMs: number;
  /** Called once, also when it was `kill` that ended it. */
  readonly onEnd: (end: PlannerEnd) => void;
}

/** How a planner's process ended. */
export interface PlannerEnd {
  /** The signal or the exit code, and the planner's own last words. */
  readonly reason: string;
  /** Whether a signal ended it that only others send. */
  readonly isFromOutside: boolean;
}

/** A planner in a process of its own. */
export interface PlannerChild {
  readonly pid: number | undefined;
  /** Rejects when there is no such planner for this supergraph, and when the process ends before. */
  readonly opened: Promise<void>;
  /** For one operation at a time. Rejects with the planner's refusal; does not settle when the process ends. */
  plan(operation: PlannedOperation): Promise<Plan>;
  kill(): void;
}

interface Asked {
  readonly id: number;
  readonly resolve: (plan: Plan) => void;
  readonly reject: (error: GraphQLError) => void;
}

/** Longer than any machine takes to read a supergraph. */
const OPEN_TIMEOUT_MS = 60_000;

export function startPlannerChild(options: PlannerChildOptions): PlannerChild {
  const child = forkProgram(options);
  const lastWords = keepLastWords(child);
  const tell = (message: ToPlanner) => void child.send(message, () => undefined);
  const kill = () => void child.kill('SIGKILL');
  let asked: Asked | undefined;
  let lastId = 0;
  const opened = new Promise<void>((resolve, reject) => {
    const tooLong = setTimeout(kill, OPEN_TIMEOUT_MS).unref();
    child.on('message', (message: FromPlanner) => {
      if (message.kind === 'opened') resolve();
      else if (message.kind === 'unable') reject(new Error(message.reason));
      else if (message.id === asked?.id) settle(asked, message);
    });
    onceEnded(child, (code, signal) => {
      clearTimeout(tooLong);
      const reason = [signal ?? `exit code ${code}`, ...lastWords()].join(': ');
      reject(new Error(`it ended while it read the supergraph: ${reason}`));
      options.onEnd({ reason, isFromOutside: signal === 'SIGKILL' || signal === 'SIGTERM' });
    });
    void child.once('message', () => clearTimeout(tooLong));
  });
  tell({ kind: 'open', supergraphSdl: options.supergraphSdl });
  return { pid: child.pid, opened, plan, kill };

  function plan({ text, overrides: { percentage, conditions } }: PlannedOperation): Promise<Plan> {
    lastId += 1;
    const id = lastId;
    tell({ kind: 'plan', id, text, percentage, conditions: [...conditions] });
    return new Promise((resolve, reject) => (asked = { id, resolve, reject }));
  }
}

function forkProgram({ planner, memoryMib, timeoutMs }: PlannerChildOptions): ChildProcess {
  const { file, execArgv } = program();
  return fork(file, [planner, String(timeoutMs)], {
    cwd: import.meta.dirname,
    // It has no use for the router's settings, and least of all for its secrets.
    env: {},
    execArgv: [`--max-old-space-size=${memoryMib}`, ...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** This module is a source in a checkout, and otherwise part of a bundle in a folder of dist/. */
function program(): { readonly file: string; readonly execArgv: readonly string[] } {
  const here = import.meta.dirname;
  if (here.endsWith(join('plan', 'process'))) {
    return { file: join(here, 'planner-program.ts'), execArgv: ['--import', 'tsx'] };
  }
  // A development session has its bundles beside each other, and the build shares this module among several.
  const beside = join(here, 'planner.js');
  return { file: existsSync(beside) ? beside : resolve(here, '../router/planner.js'), execArgv: [] };
}

function settle({ resolve, reject }: Asked, answer: Extract<FromPlanner, { readonly id: number }>): void {
  if (answer.kind === 'planned') resolve(answer.plan);
  else reject(toError(answer.refusal));
}

function toError({ code, message }: Refusal): GraphQLError {
  return code === undefined ? failedPlan(new Error(message)) : new GraphQLError(message, { extensions: { code } });
}

/** A process that could not be started, for want of memory, has ended as well. */
function onceEnded(child: ChildProcess, end: (code: number | string | null, signal: string | null) => void): void {
  let hasEnded = false;
  const once = (code: number | string | null, signal: string | null) => {
    if (hasEnded) return;
    hasEnded = true;
    end(code, signal);
  };
  child.once('close', once);
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) once(error.code ?? error.message, null);
  });
}

const KEPT_CHARACTERS = 8_192;
const SHOWN_CHARACTERS = 300;
const TELLING = /panicked|FATAL|Error/;

/** What it wrote as an error: the line that tells most of it, if there is any. */
function keepLastWords(child: ChildProcess): () => readonly string[] {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => (text = `${text}${more}`.slice(-KEPT_CHARACTERS)));
  return () => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return [lines.find((line) => TELLING.test(line)) ?? lines.at(-1) ?? []].flat().map(short);
  };
}

function short(line: string): string {
  return line.trim().slice(0, SHOWN_CHARACTERS);
}
