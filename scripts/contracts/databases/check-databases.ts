import { placeAt } from '../../compose/problem.ts';
import { schemasBehind, servicesWithSchema } from '../../migrate/schemas-behind.ts';
import type { Finding } from '../finding.ts';
import { APPROVALS, readApprovals, type Approval } from './approvals.ts';
import { describeChange } from './change.ts';
import { concernsAbout, type PlacedConcern } from './concerns.ts';
import { shapeAfter } from './database-shape.ts';
import { destructionBy } from './destruction.ts';
import { locksBy } from './locks.ts';
import { readServiceMigrations, type Migration } from './migrations.ts';
import { breaksOf, doubtsAbout, type Break } from './previous-release.ts';
import { readReleases, RELEASED, type Release } from './releases.ts';
import type { Verdicts } from '../verdicts.ts';

/**
 * Whether each schema.prisma is the sum of its migrations, and what those since the last release do to data, to those
 * who wait, and to the code that runs.
 */
export async function checkDatabases(root: string, verdicts: Verdicts): Promise<readonly Finding[]> {
  return [...(await checkSchemas(root, verdicts)), ...(await checkMigrations(root))];
}

/** Needs PostgreSQL, and starts one for the occasion, but not for migrations that it has applied as they are. */
async function checkSchemas(root: string, verdicts: Verdicts): Promise<Finding[]> {
  const behind = await schemasBehind(root, process.env, verdicts);
  return behind.map(({ service, difference }) => ({
    check: 'databases',
    code: 'MIGRATIONS_BEHIND_SCHEMA',
    severity: 'error',
    message: `The migrations of ${service} are not its schema:\n${difference}`,
    places: [placeAt(`prisma/${service}/schema.prisma`, '', 0)],
    hint: `npm run migrate -- create ${service} <name>`,
  }));
}

/** Reads files and nothing else. */
export async function checkMigrations(root: string): Promise<Finding[]> {
  const [releases, approvals] = await Promise.all([readReleases(root), readApprovals(root)]);
  const used = new Set<Approval>();
  const findings = await Promise.all(
    servicesWithSchema(root).map(async (service) => {
      const all = await readServiceMigrations(root, service);
      const release = releases.get(service);
      const fresh = all.filter(({ name }) => release !== undefined && name > release.migration);
      return [
        ...fresh.flatMap((migration) => concerns(migration, approvals, used)),
        ...(release === undefined ? [] : breaks(release, all, fresh)),
      ];
    }),
  );
  return [...findings.flat(), ...unused(approvals, used, releases)];
}

function concerns(migration: Migration, approvals: readonly Approval[], used: Set<Approval>): Finding[] {
  const id = `${migration.service}/${migration.name}`;
  const looks = [destructionBy, locksBy, doubtsAbout];
  return looks
    .flatMap((look) => concernsAbout(migration.changes, look))
    .filter(({ what }) => {
      const approved = approvals.filter((approval) => approval.migration === id && approval.what === what);
      approved.forEach((approval) => used.add(approval));
      return approved.length === 0;
    })
    .map((concern) => concernFinding(concern, migration, id));
}

function concernFinding(
  { code, severity, message, what, hint, offset }: PlacedConcern,
  migration: Migration,
  id: string,
): Finding {
  return {
    check: 'databases',
    code,
    severity,
    message: `${what}: ${message}.`,
    places: [placeAt(migration.file, migration.text, offset)],
    hint: `${hint} If it has to be so, ${APPROVALS} takes \`what: ${what}\` under ${id}, and why.`,
  };
}

function breaks(release: Release, all: readonly Migration[], fresh: readonly Migration[]): Finding[] {
  const now = shapeAfter(all.flatMap(({ changes }) => changes.map(({ change }) => change)));
  return breaksOf(release.shape, now).map((broken) => ({
    check: 'databases',
    code: 'PREVIOUS_RELEASE_BREAKS',
    severity: 'error',
    message: `Code of the release before fails on the new database: ${broken.message}.`,
    places: placesOf(broken, fresh),
    hint:
      'Expand first, contract a release later: let new columns have a default or be null, keep the old ones, and mark a' +
      ` field @ignore in schema.prisma for one release before its column goes. ${RELEASED} has what the last release uses.`,
  }));
}

/** Where the migrations since then name what is broken. */
function placesOf({ table, column }: Break, fresh: readonly Migration[]) {
  return fresh.flatMap(({ file, text, changes }) =>
    changes
      .filter(({ change }) => {
        const what = describeChange(change);
        return what.endsWith(column === undefined ? ` ${table}` : ` ${table}.${column}`);
      })
      .map(({ offset }) => placeAt(file, text, offset)),
  );
}

/** Of a migration that is released already, an approval stays as it is, for who wants to know. */
function unused(
  approvals: readonly Approval[],
  used: ReadonlySet<Approval>,
  releases: ReadonlyMap<string, Release>,
): Finding[] {
  const isReleased = ({ migration }: Approval) => {
    const [service = '', name = ''] = migration.split('/');
    return name <= (releases.get(service)?.migration ?? '');
  };
  return approvals
    .filter((approval) => !used.has(approval) && !isReleased(approval))
    .map(({ migration, what, place }) => ({
      check: 'databases',
      code: 'APPROVAL_OF_NOTHING',
      severity: 'error',
      message: `${migration} has no \`${what}\` that has to be approved.`,
      places: [place],
      hint: 'Remove the approval.',
    }));
}
