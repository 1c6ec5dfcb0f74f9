/** What one look at this machine found. */
export type Finding =
  | { readonly outcome: 'ok'; readonly name: string; readonly text: string }
  /** `warning`: Galleria may work all the same. `advice` says what to do. */
  | {
      readonly outcome: 'warning' | 'failed';
      readonly name: string;
      readonly text: string;
      readonly advice: string;
    };

/** Looks at one thing, changes nothing, and never rejects. */
export type Check = () => Promise<Finding> | Finding;

export function ok(name: string, text: string): Finding {
  return { outcome: 'ok', name, text };
}

export function warning(name: string, text: string, advice: string): Finding {
  return { outcome: 'warning', name, text, advice };
}

export function failed(name: string, text: string, advice: string): Finding {
  return { outcome: 'failed', name, text, advice };
}

/** All findings, in the order of the checks; a check that throws has found that it cannot look. */
export async function runChecks(checks: Readonly<Record<string, Check>>): Promise<Finding[]> {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return await check();
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        return failed(
          name,
          `could not be looked at: ${reason}`,
          'Mend what the message names and run npm run doctor again.',
        );
      }
    }),
  );
}
