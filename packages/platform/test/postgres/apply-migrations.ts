import { applyMigrations } from '../../src/postgres/migrations/migrations.ts';

// A process that a test kills while it migrates.
const [, , url = '', migrationsDirectory = ''] = process.argv;
await applyMigrations({ url, migrationsDirectory });
