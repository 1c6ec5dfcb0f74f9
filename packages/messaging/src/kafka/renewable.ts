/** Longer than a client takes to give up by itself, with all of its own retries. */
const ANSWER_WITHIN_MS = 45_000;

/**
 * A client that connects when first needed and is thrown away after a failure, because its state can no longer be
 * trusted. No answer within 45 s is one: a client that has lost count would be waited for for ever.
 */
export interface Renewable<Client> {
  /** Fails once it is closed: whoever comes late opens no connection that nobody would end. */
  use<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function createRenewable<Client>(options: {
  readonly open: () => Promise<Client>;
  readonly close: (client: Client) => Promise<void>;
}): Renewable<Client> {
  let current: Promise<Client> | undefined;
  let isClosed = false;

  const discard = async (client: Promise<Client>): Promise<void> => {
    if (current === client) current = undefined;
    try {
      await options.close(await client);
    } catch {
      // It failed before; that it does not close in order either changes nothing.
    }
  };

  return {
    use: async (work) => {
      if (isClosed) throw new Error('closed');
      const client = (current ??= options.open());
      try {
        return await answered(client.then(work));
      } catch (thrown) {
        // Not awaited: closing a client whose connection is lost can take as long as its longest timeout.
        void discard(client);
        throw thrown;
      }
    },
    close: async () => {
      isClosed = true;
      if (current !== undefined) await discard(current);
    },
  };
}

async function answered<Result>(answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_WITHIN_MS / 1_000} s`)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
