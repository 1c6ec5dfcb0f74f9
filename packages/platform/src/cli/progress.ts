import type { Paint } from './terminal.ts';

/** What scripts/setup/progress.mjs makes: it shows the set-up, and goes on to show the start. */
export interface Progress {
  readonly paint: Paint;
  /** Writes a line that stays. */
  print(line: string): void;
  /** `doing` reads like "starting orders". */
  begin(name: string, doing: string): void;
  succeed(name: string, text?: string): void;
  fail(name: string, text?: string): void;
  close(): void;
}
