/** One reason why a process may be unable to do its work. */
export interface ReadinessCheck {
  readonly name: string;
  /**
   * Throws an error whose message says what is missing. A text that it gives is something to look after, which keeps
   * the process from nothing.
   */
  check(): Promise<string | void> | string | void;
}

export interface ReadinessReport {
  readonly ready: boolean;
  /** "ok", what is to be looked after, or why not, by the name of the check. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at once; one that neither passes nor fails within `timeoutMs` counts as failed. */
export async function readinessReport(checks: readonly ReadinessCheck[], timeoutMs = 2_000): Promise<ReadinessReport> {
  const results = await Promise.all(
    checks.map(async (check) => ({ name: check.name, ...(await outcome(check, timeoutMs)) })),
  );
  return {
    ready: results.every(({ passes }) => passes),
    checks: Object.fromEntries(results.map(({ name, says }) => [name, says])),
  };
}

async function outcome(
  check: ReadinessCheck,
  timeoutMs: number,
): Promise<{ readonly passes: boolean; readonly says: string }> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    const note = await Promise.race([Promise.resolve().then(() => check.check()), deadline]);
    return { passes: true, says: note ?? 'ok' };
  } catch (thrown) {
    return { passes: false, says: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    clearTimeout(timer);
  }
}
