/** The value below which a share of the samples lies (nearest rank); NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Latency {
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export function latency(samples: readonly number[]): Latency {
  const rounded = (share: number) => Math.round(percentile(samples, share) * 10) / 10;
  return { samples: samples.length, p50Ms: rounded(0.5), p99Ms: rounded(0.99), maxMs: rounded(1) };
}
