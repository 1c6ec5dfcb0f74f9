import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releasesOfToday } from '../../migrate/releases-of-today.ts';
import { checkMigrations } from './check-databases.ts';
import { readServiceMigrations } from './migrations.ts';
import { readReleases, writtenReleases } from './releases.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const NEW = '29990101000000_new';

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'galleria-databases-'));
  cpSync(join(ROOT, 'prisma'), join(copy, 'prisma'), { recursive: true });
  cpSync(join(ROOT, 'supergraph.yaml'), join(copy, 'supergraph.yaml'));
});

afterEach(() => rmSync(copy, { recursive: true }));

describe('the migrations of Galleria', () => {
  it('hold nothing that is not approved', async () => {
    expect(await checkMigrations(ROOT)).toEqual([]);
  });

  it('are recorded up to one that is there', async () => {
    const releases = [...(await readReleases(ROOT))];
    expect(releases.length).toBeGreaterThan(5);
    for (const [service, { migration }] of releases) {
      expect((await readServiceMigrations(ROOT, service)).map(({ name }) => name)).toContain(migration);
    }
  });

  it('are read as they were written down', async () => {
    const today = await releasesOfToday(ROOT);
    writeFileSync(join(copy, 'prisma/released.json'), writtenReleases(today));
    expect(await readReleases(copy)).toEqual(today);
  });
});

describe('a migration since the last release', () => {
  it('that takes a column away is found as what it destroys and whom it breaks, with its line', async () => {
    plant('orders', '-- The number is in the mail.\nALTER TABLE "orders" DROP COLUMN "number";\n');
    const findings = await checkMigrations(copy);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['MIGRATION_DESTROYS', 'error'],
      ['PREVIOUS_RELEASE_BREAKS', 'error'],
    ]);
    for (const { places, hint } of findings) {
      expect(places).toEqual([
        {
          ...{ file: `prisma/orders/migrations/${NEW}/migration.sql`, line: 2, column: 1 },
          text: 'ALTER TABLE "orders" DROP COLUMN "number";',
        },
      ]);
      expect(hint).toContain('@ignore');
    }
  });

  it('that locks a table is warned of, with the remedy', async () => {
    plant('orders', 'CREATE INDEX "orders_number_idx" ON "orders"("number");');
    const [finding, ...others] = await checkMigrations(copy);
    expect(finding).toMatchObject({ code: 'MIGRATION_LOCKS', severity: 'warning' });
    expect(finding?.hint).toContain('CREATE INDEX CONCURRENTLY');
    expect(others).toEqual([]);
  });

  it('may do what is approved in its words, but not break the release before', async () => {
    plant('orders', 'ALTER TABLE "orders" DROP COLUMN "number";');
    approve(
      `orders/${NEW}:\n  - what: drop column orders.number\n    because: The number is in the mail, and nowhere else.\n`,
    );
    expect((await checkMigrations(copy)).map(({ code }) => code)).toEqual(['PREVIOUS_RELEASE_BREAKS']);
  });

  it('may drop a column that the release before was told to ignore', async () => {
    const schema = join(copy, 'prisma/orders/schema.prisma');
    const text = readFileSync(schema, 'utf8');
    const ignored = text.replace(/^( +trackingNumber .*)$/m, '$1 @ignore');
    expect(ignored).not.toBe(text);
    writeFileSync(schema, ignored);
    writeFileSync(join(copy, 'prisma/released.json'), writtenReleases(await releasesOfToday(copy)));
    plant('orders', 'ALTER TABLE "orders" DROP COLUMN "tracking_number";');
    expect((await checkMigrations(copy)).map(({ code }) => code)).toEqual(['MIGRATION_DESTROYS']);
  });

  it('is not approved by an approval of something else, which is found itself', async () => {
    plant('orders', 'DROP TABLE "cart_lines";');
    approve(`orders/${NEW}:\n  - what: drop table orders\n    because: Nobody needs them any more, as was decided.\n`);
    const codes = (await checkMigrations(copy)).map(({ code }) => code);
    expect(codes).toEqual(['MIGRATION_DESTROYS', 'PREVIOUS_RELEASE_BREAKS', 'APPROVAL_OF_NOTHING']);
  });

  it('is not approved without a reason', async () => {
    approve(`orders/${NEW}:\n  - what: drop table orders\n`);
    await expect(checkMigrations(copy)).rejects.toThrow('because');
  });

  it('may do anything in a service that was never released', async () => {
    const recorded = JSON.parse(readFileSync(join(copy, 'prisma/released.json'), 'utf8')) as Record<string, object>;
    delete recorded['orders'];
    writeFileSync(join(copy, 'prisma/released.json'), JSON.stringify(recorded));
    plant('orders', 'DROP TABLE "cart_lines";');
    expect(await checkMigrations(copy)).toEqual([]);
  });
});

function plant(service: string, sql: string): void {
  const directory = join(copy, 'prisma', service, 'migrations', NEW);
  mkdirSync(directory);
  writeFileSync(join(directory, 'migration.sql'), sql);
}

function approve(text: string): void {
  writeFileSync(join(copy, 'prisma/approvals.yaml'), text);
}
