import type { SessionView } from '../../domain/session.ts';
import type { SessionReader } from '../../repository/session-reader.ts';

/** The sessions of many accounts that go on, those of each last used first, in the order asked. */
export type ReadSessions = (accountIds: readonly string[]) => Promise<SessionView[][]>;

export function createReadSessions(dependencies: {
  readonly reader: SessionReader;
  readonly clock: () => Date;
}): ReadSessions {
  return async (accountIds) => {
    const sessions = await dependencies.reader.ofAccounts(accountIds, dependencies.clock());
    return accountIds.map((accountId) => sessions.filter((session) => session.accountId === accountId));
  };
}
