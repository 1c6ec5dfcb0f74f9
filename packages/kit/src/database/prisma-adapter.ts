import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { statementName } from './sql.ts';

/** Prisma over the process's one pool: for reads. What must be atomic is SQL in the repositories. */
export function createPrismaAdapter(pool: Pool): PrismaPg {
  return new PrismaPg(pool, { statementNameGenerator });
}

/** A list of variable length is a new text for each length: prepared, it would fill the connection with statements. */
function statementNameGenerator({ sql }: { readonly sql: string }): string {
  return / IN \(/.test(sql) ? '' : statementName(sql);
}
