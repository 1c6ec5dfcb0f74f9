import { ServiceError } from '@galleria/kit/errors';

export type MigrationErrorCode =
  'MIGRATION_FAILED' | 'MIGRATION_FAILED_EARLIER' | 'SCHEMA_INVALID' | 'SCHEMA_ENGINE_FAILED';

/**
 * What the migration engine threw, as one readable error: without its stack frames, with the migration's name and what
 * to do next. Source of the codes P1012, P3006, P3009: Prisma's error reference.
 */
export function migrationError(thrown: unknown): ServiceError {
  const { code, message } = thrown as { code?: unknown; message: string };
  const migration = /with migration_name="([^"]+)"/.exec(message)?.[1] ?? /`(\d{14}_[^`]+)`/.exec(message)?.[1];
  const reason = withoutFrames(message);
  if (code === 'P1012') return migrationServiceError('SCHEMA_INVALID', reason, migration);
  if (code === 'P3009') {
    const text = `Migration ${migration} failed earlier and keeps later ones waiting. Repair it, then run npm run migrate -- resolve <service> ${migration}.`;
    return migrationServiceError('MIGRATION_FAILED_EARLIER', text, migration);
  }
  if (migration === undefined) return migrationServiceError('SCHEMA_ENGINE_FAILED', reason, migration);
  return migrationServiceError('MIGRATION_FAILED', `Migration ${migration} failed: ${reason}`, migration);
}

function migrationServiceError(code: MigrationErrorCode, message: string, migration: string | undefined): ServiceError {
  return new ServiceError(code, { kind: 'invalid', message }, { migration });
}

/** Numbered lines name functions of the engine; the lines indented below them give their arguments and files. */
function withoutFrames(message: string): string {
  const [text = message] = message.split(/\n\s+0: /);
  return text
    .replace(/^(external connector error|External error id#\d+|Error:)\s*$/gm, '')
    .replace(/^Migration `.*` failed to apply cleanly to the shadow database\./, '')
    .replace('Error querying the database: ', '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
