import { createStore, type Store } from './store.ts';

/** One call of the router to a subgraph. */
export interface TraceEntry {
  readonly service: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** What the last answers told about who served them; the router tells it in development only. */
export interface Lens {
  readonly latest: Store<ReadonlyMap<string, TraceEntry>>;
  record(trace: readonly TraceEntry[]): void;
}

export function createLens(): Lens {
  const latest = createStore<ReadonlyMap<string, TraceEntry>>(new Map());
  return {
    latest,
    record: (trace) => {
      if (trace.length === 0) return;
      latest.write(new Map([...latest.read(), ...trace.map((entry) => [entry.service, entry] as const)]));
    },
  };
}

export function readTrace(extensions: Readonly<Record<string, unknown>> | undefined): TraceEntry[] {
  const trace = extensions?.['trace'];
  return Array.isArray(trace) ? trace.filter(isTraceEntry) : [];
}

function isTraceEntry(value: unknown): value is TraceEntry {
  return typeof value === 'object' && value !== null && 'service' in value && 'ms' in value && 'ok' in value;
}
