import { describe, expect, it } from 'vitest';
import { migrationError } from './migration-errors.ts';

const FRAMES = `
   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="20260101000000_shelves"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:113`;

describe('migrationError', () => {
  it("keeps what PostgreSQL said, with the migration, and none of the engine's frames", () => {
    const error = migrationError(
      new Error(`external connector error\nError querying the database: ERROR: no such type (line 4)${FRAMES}`),
    );
    expect(error.message).toBe('Migration 20260101000000_shelves failed: ERROR: no such type (line 4)');
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', details: { migration: '20260101000000_shelves' } });
  });

  it('says how to go on after an earlier failure', () => {
    const text =
      'migrate found failed migrations.\nThe `20260101000000_shelves` migration started at 2026-01-01 failed';
    const error = migrationError(Object.assign(new Error(text), { code: 'P3009' }));
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED_EARLIER', details: { migration: '20260101000000_shelves' } });
    expect(error.message).toContain('npm run migrate -- resolve');
  });

  it('blames no migration when the database is out of reach', () => {
    const error = migrationError(new Error('connect ECONNREFUSED 127.0.0.1:1'));
    expect(error).toMatchObject({ code: 'SCHEMA_ENGINE_FAILED', message: 'connect ECONNREFUSED 127.0.0.1:1' });
  });
});
