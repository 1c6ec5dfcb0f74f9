import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const readinessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('http'), url: z.string() }),
  z.object({ kind: z.literal('http-all'), urls: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('postgres'), url: z.string() }),
]);

const processSchema = z.object({
  name: z.string(),
  /** Stopped before the levels below it. */
  level: z.number().int(),
  port: z.number().int(),
  url: z.string(),
  readiness: readinessSchema,
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  restarts: z.number().int(),
  /** How its state reads, with the reason where it is not ready. */
  state: z.string(),
  detail: z.string().optional(),
  /** Absent while it does not run. */
  identity: z.object({ pid: z.number().int(), startTime: z.string(), commandLine: z.string() }).optional(),
});

const runRecordSchema = z.object({
  portBase: z.number().int(),
  startedAt: z.iso.datetime(),
  processes: z.array(processSchema),
  /** Servers that were given and are not ours to start or stop. */
  external: z.array(z.object({ name: z.string(), url: z.string() })),
});

export type RecordedProcess = z.output<typeof processSchema>;
export type RunRecord = z.output<typeof runRecordSchema>;

/**
 * Writes what runs at this moment. Synchronous, because it is called between the start of a process and anything that
 * may go wrong afterwards: a process that is not in the file could not be found again after the supervisor was killed.
 */
export function writeRunRecord(file: string, record: RunRecord): void {
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(record, undefined, 2), { mode: 0o600 });
  renameSync(unfinished, file);
}

/** `undefined` when nothing was ever started here, or by a version that wrote it differently. */
export function readRunRecord(file: string): RunRecord | undefined {
  try {
    return runRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
