import { get } from 'node:http';
import { z } from 'zod';
import { isPostgresReady } from '../../postgres/embedded-postgres.ts';

/** How to ask a process whether it can do its work. Plain data, so that `npm run status` can ask the same question. */
export type Readiness =
  | { readonly kind: 'http'; readonly url: string }
  /** One process that answers for several: each must be ready. */
  | { readonly kind: 'http-all'; readonly urls: readonly string[] }
  | { readonly kind: 'postgres'; readonly url: string };

export type ProbeResult =
  /** `note`: it works, but not with all its parts. */
  | { readonly ready: true; readonly note?: string }
  /** `silent`: it gave no answer at all, not even that it is not ready. */
  | { readonly ready: false; readonly reason: string; readonly silent?: true };

export type Probe = (readiness: Readiness) => Promise<ProbeResult>;

const ANSWER_WITHIN_MS = 3_000;
const LONGEST_BODY = 64 * 1024;

/** Asks once, and never rejects: no answer within 3 s is an answer too. */
export const probeReadiness: Probe = (readiness) => {
  switch (readiness.kind) {
    case 'http':
      return probeHttp(readiness.url);
    case 'http-all':
      return probeAll(readiness.urls);
    case 'postgres':
      return probePostgres(readiness.url);
  }
};

async function probeAll(urls: readonly string[]): Promise<ProbeResult> {
  const results = await Promise.all(urls.map(async (url) => ({ url, result: await probeHttp(url) })));
  const unready = results.flatMap(({ url, result }) =>
    result.ready ? [] : [`:${new URL(url).port} ${result.reason}`],
  );
  const silent = results.every(({ result }) => !result.ready && result.silent === true);
  if (unready.length > 0) return { ready: false, reason: unready.join('; '), ...(silent ? { silent } : {}) };
  const note = results.flatMap(({ result }) => (result.ready ? (result.note ?? []) : [])).join('; ');
  return note === '' ? { ready: true } : { ready: true, note };
}

/** A connection of its own for each question: a kept one would delay the stopping server. */
function probeHttp(url: string): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < LONGEST_BODY) body += chunk;
      });
      response.on('end', () => resolve(interpret(response.statusCode, body)));
      response.on('error', (error) => resolve({ ready: false, reason: describe(error), silent: true }));
    });
    request.on('error', (error) => resolve({ ready: false, reason: describe(error), silent: true }));
  });
}

const answerSchema = z.object({
  checks: z.record(z.string(), z.unknown()).optional(),
  status: z.string().optional(),
  subgraphs: z.record(z.string(), z.string()).optional(),
});

function interpret(status: number | undefined, body: string): ProbeResult {
  const { checks = {}, subgraphs = {} } = parseAnswer(body);
  const noted = Object.entries(checks).filter(([, outcome]) => outcome !== 'ok');
  const reason = noted.map(([name, outcome]) => `${name}: ${String(outcome)}`).join('; ');
  if (status === 200) {
    const down = Object.keys(subgraphs).filter((name) => subgraphs[name] !== 'up');
    const note = [...(down.length === 0 ? [] : [`without ${down.join(', ')}`]), ...(reason === '' ? [] : [reason])];
    return note.length === 0 ? { ready: true } : { ready: true, note: note.join('; ') };
  }
  return { ready: false, reason: reason === '' ? `answered ${status ?? 'nothing'}` : reason };
}

function parseAnswer(body: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    return {};
  }
}

async function probePostgres(url: string): Promise<ProbeResult> {
  return (await isPostgresReady(url)) ? { ready: true } : { ready: false, reason: 'no query is answered yet' };
}

function describe(error: unknown): string {
  const { code, message, name } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'nothing listens yet';
  return name === 'AbortError' || name === 'TimeoutError' ? `no answer within ${ANSWER_WITHIN_MS} ms` : message;
}
