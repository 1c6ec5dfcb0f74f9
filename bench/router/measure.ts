import { isDeepStrictEqual } from 'node:util';
import { peakMemory, processorTime } from './cores.ts';
import type { RunningContestant } from './contestant-process.ts';
import type { BenchOperation } from './graphs/bench-graph.ts';
import { ask, putLoad, type LoadSize } from './load.ts';

/** One contestant and one operation, in one round. */
export interface Measure {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMicroseconds: number | null;
}

/** The medians of all rounds. */
export interface Result extends Measure {
  readonly operation: string;
  readonly contestant: string;
  /** What its process held at most, from its start on. */
  readonly peakMb: number | null;
}

/** Throws when an answer is not the expected one, whatever the order of its keys. */
export async function measure(
  { name, pid, url }: RunningContestant,
  operation: BenchOperation,
  expected: unknown,
  load: LoadSize,
): Promise<Measure> {
  const bytes = await ask(url, operation.request);
  const { data, errors } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  if (!isDeepStrictEqual({ data, errors }, { errors: undefined, ...(expected as object) })) {
    throw new Error(`${name} answers ${operation.name} differently: ${bytes.toString('utf8').slice(0, 500)}`);
  }
  const before = processorTime(pid);
  const { requests, perSecond, latency } = await putLoad(url, operation.request, bytes, load);
  const after = processorTime(pid);
  const cpuMicroseconds = before === null || after === null ? null : Math.round((after - before) / requests);
  return { perSecond, p50Ms: latency.p50Ms, p99Ms: latency.p99Ms, cpuMicroseconds };
}

export function medians(
  { name, pid }: RunningContestant,
  operation: BenchOperation,
  rounds: readonly Measure[],
): Result {
  const median = (pick: (round: Measure) => number | null): number => {
    const sorted = rounds.map((round) => pick(round) ?? Number.NaN).sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  };
  const cpuMicroseconds = median((round) => round.cpuMicroseconds);
  return {
    operation: operation.name,
    contestant: name,
    perSecond: median((round) => round.perSecond),
    p50Ms: median((round) => round.p50Ms),
    p99Ms: median((round) => round.p99Ms),
    cpuMicroseconds: Number.isNaN(cpuMicroseconds) ? null : cpuMicroseconds,
    peakMb: peakMemory(pid),
  };
}
