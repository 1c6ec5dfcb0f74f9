/** One reason why a process may be unable to do its work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves when all is well; throws an error whose message says what is missing. */
  check(): Promise<void> | void;
}

export interface ReadinessReport {
  readonly ready: boolean;
  /** "ok", or why not, by the name of the check. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at once; one that neither passes nor fails within `timeoutMs` counts as failed. */
export async function readinessReport(checks: readonly ReadinessCheck[], timeoutMs = 2_000): Promise<ReadinessReport> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await outcome(check, timeoutMs)] as const),
  );
  return { ready: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
}

async function outcome(check: ReadinessCheck, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(() => check.check()), deadline]);
    return 'ok';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    clearTimeout(timer);
  }
}
