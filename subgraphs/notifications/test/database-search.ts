import type { NotificationsService } from './notifications-service.ts';

/** The tables of the service's database in which a text occurs anywhere, in any column of any row. */
export async function everythingAbout(service: NotificationsService, text: string): Promise<string[]> {
  const { pool } = service.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query(`select 1 from "${name}" row where row::text ilike $1 limit 1`, [`%${text}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
