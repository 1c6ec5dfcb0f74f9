import { statementName } from '@galleria/kit/database/sql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';

/** Prisma over the service's one pool: for reads. What must be atomic is SQL in the repositories. */
export function createPrisma(pool: Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) });
}

/** A list of variable length is a new text for each length: prepared, it would fill the connection with statements. */
function statementNameGenerator({ sql }: { readonly sql: string }): string {
  return / IN \(/.test(sql) ? '' : statementName(sql);
}
