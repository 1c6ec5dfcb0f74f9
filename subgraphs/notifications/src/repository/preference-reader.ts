import type { OptOut } from '../domain/preference.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Reads of what a customer has turned off, for the graph. */
export interface PreferenceReader {
  optOuts(userId: string): Promise<OptOut[]>;
}

export function createPreferenceReader(prisma: PrismaClient): PreferenceReader {
  return {
    optOuts: (userId) => prisma.optOut.findMany({ where: { userId }, select: { kind: true, channel: true } }),
  };
}
