import type { Result } from './measure.ts';

const COLUMNS = ['contestant', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs', '× floor', 'peak MB'] as const;
const NAME_WIDTH = 28;
const WIDTH = 9;

/** Results for a person: a table for each operation. CPU is compared with the floor of the same plan. */
export function toTable(results: readonly Result[]): string {
  const operations = [...new Set(results.map(({ operation }) => operation))];
  return operations
    .map((operation) => {
      const own = results.filter((result) => result.operation === operation);
      return [operation, ...[COLUMNS, ...own.map((result) => cells(result, own))].map(line)].join('\n');
    })
    .join('\n\n');
}

function cells(result: Result, all: readonly Result[]): readonly string[] {
  const { contestant, perSecond, p50Ms, p99Ms, cpuMicroseconds: cpu, peakMb } = result;
  const floorName = contestant.endsWith(' (Hive plan)') ? 'floor (Hive plan)' : 'floor';
  const floor = all.find((other) => other.contestant === floorName)?.cpuMicroseconds;
  const ratio = cpu === null || floor == null ? '–' : (cpu / floor).toFixed(2);
  return [contestant, perSecond, p50Ms, p99Ms, cpu ?? '–', ratio, peakMb ?? '–'].map(String);
}

function line([name = '', ...values]: readonly string[]): string {
  return `  ${name.padEnd(NAME_WIDTH)}${values.map((value) => value.padStart(WIDTH)).join('')}`;
}
