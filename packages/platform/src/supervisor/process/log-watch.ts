import { z } from 'zod';
import { readLines, sizeOf, truncateLog } from './log-file.ts';

export interface LogWatchOptions {
  /** By process name. */
  readonly files: Readonly<Record<string, string>>;
  /** Called for each line that a process logged as an error; what exceeds the limit of one reading is only counted. */
  readonly onError: (process: string, message: string) => void;
  readonly onMoreErrors: (process: string, count: number) => void;
}

const READ_EVERY_MS = 1_000;
const SHOWN_PER_READING = 3;

/**
 * Reads what the processes log, so that an error is seen without looking for it, and keeps the files from growing
 * without end.
 */
export class LogWatch {
  readonly #options: LogWatchOptions;
  readonly #positions = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: LogWatchOptions) {
    this.#options = options;
    for (const [name, file] of Object.entries(options.files)) this.#positions.set(name, sizeOf(file));
    this.#timer = setInterval(() => this.read(), READ_EVERY_MS);
    this.#timer.unref();
  }

  /** Reports what came since the last reading. */
  read(): void {
    for (const [name, file] of Object.entries(this.#options.files)) {
      const { lines, end } = readLines(file, this.#positions.get(name) ?? 0);
      this.#positions.set(name, truncateLog(file) ? 0 : end);
      const errors = lines.flatMap((line) => errorMessage(line) ?? []);
      for (const message of errors.slice(0, SHOWN_PER_READING)) this.#options.onError(name, message);
      if (errors.length > SHOWN_PER_READING) this.#options.onMoreErrors(name, errors.length - SHOWN_PER_READING);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

const errorLineSchema = z.object({
  level: z.enum(['error', 'fatal']),
  msg: z.string().default('an error without a message'),
  err: z.object({ message: z.string() }).optional(),
});

/** The message of a JSON log line of level error or fatal. Looked for as text first: most lines are neither. */
export function errorMessage(line: string): string | undefined {
  if (!line.includes('"level":"error"') && !line.includes('"level":"fatal"')) return undefined;
  try {
    const { msg, err } = errorLineSchema.parse(JSON.parse(line));
    return err === undefined || err.message === msg ? msg : `${msg}: ${err.message}`;
  } catch {
    return undefined;
  }
}
