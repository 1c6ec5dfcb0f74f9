import type { RunRecord } from './recorder.mjs';

export function describeRun(record: RunRecord): string;
