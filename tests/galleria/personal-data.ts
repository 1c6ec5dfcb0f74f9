import { serviceDatabaseUrl, type Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import pg from 'pg';

/** Where a text was found: which service's database, and which table of it. */
export type Finding = `${string}.${string}: ${string}`;

/**
 * Looks for texts in a dump of every table of every service's database, outbox, inbox and dead letters included. What a
 * column holds as bytes is looked at as text, too.
 */
export async function findEverywhere(urls: Endpoints, traces: readonly string[]): Promise<Finding[]> {
  const services = Object.keys(urls.subgraphs);
  const found = await Promise.all(services.map((service) => findInDatabase(urls, service, traces)));
  return found.flat();
}

async function findInDatabase(urls: Endpoints, service: string, traces: readonly string[]): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: serviceDatabaseUrl(urls, service) });
  await client.connect();
  try {
    // Bytes appear as they are, with what is no ASCII escaped: a text that hides in them is found.
    await client.query("set bytea_output = 'escape'");
    const { rows: tables } = await client.query<{ name: string }>(
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by tablename",
    );
    const findings: Finding[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select lower(t::text) as line from ${name} t`);
      for (const trace of traces) {
        const wanted = trace.toLowerCase();
        if (rows.some(({ line }) => line.includes(wanted))) findings.push(`${service}.${name}: ${trace}`);
      }
    }
    return findings;
  } finally {
    await client.end();
  }
}
