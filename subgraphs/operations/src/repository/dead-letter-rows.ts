import type { RowOf } from '@galleria/kit/database/table';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { deadLetters } from '../generated/tables.ts';

/** A row by SQL, or by Prisma, whose 64-bit numbers and JSON have other types. */
type Row = Omit<RowOf<typeof deadLetters>, 'logOffset' | 'headers'> & {
  readonly logOffset: string | bigint;
  readonly headers: unknown;
};

export function toDeadLetter({ logOffset, headers, errorCode, errorMessage, errorStack, ...row }: Row): DeadLetter {
  return {
    ...row,
    offset: BigInt(logOffset),
    headers: headers as DeadLetter['headers'],
    error: { code: errorCode, message: errorMessage, stack: errorStack },
  };
}
