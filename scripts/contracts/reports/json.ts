import type { Report } from './report.ts';

/** For programs: the findings as they are. */
export function jsonReport({ outcomes, findings }: Report): string {
  return JSON.stringify({ version: 1, checks: outcomes.map(({ check }) => check), findings }, null, 2);
}
