import { parseArgs } from 'node:util';
import { loadConfig, WITHOUT_SERVER } from '@galleria/kit/config';
import { createDatabase } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { z } from 'zod';
import { createConfiguredProvider } from '../clients/configured-provider.ts';
import { settings } from '../config.ts';
import { createLedgerReader } from '../repository/ledger-reader.ts';
import { createReconcile } from '../service/reconcile.ts';
import { describeDifference } from './report.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const USAGE = `npm run reconcile -- [--days 30] [--grace 10]
Compares the payment provider's ledger with ours and prints each difference; ends with 1 if there is any.
  --days     how far back
  --grace    minutes that the two have to agree; what is younger is left for the next time`;

const numbers = z.object({ days: z.coerce.number().positive(), grace: z.coerce.number().min(0) });
try {
  process.exitCode = await run();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 2;
}

async function run(): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      days: { type: 'string', default: '30' },
      grace: { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { days, grace } = numbers.parse(values);
  const now = Date.now();
  return compare({ since: new Date(now - days * DAY_MS), until: new Date(now - grace * MINUTE_MS) });
}

async function compare(range: { readonly since: Date; readonly until: Date }): Promise<0 | 1> {
  const config = loadConfig(settings, { ...WITHOUT_SERVER, ...process.env });
  const logger = createLogger({ service: 'reconcile', level: 'warn' });
  const database = createDatabase({ url: config.POSTGRES_URL, logger });
  const surroundings = { database, logger, clock: () => new Date() };
  const configured = await createConfiguredProvider(surroundings, config);
  try {
    const reconcile = createReconcile({ provider: configured.provider, books: createLedgerReader(database) });
    let count = 0;
    for await (const difference of reconcile(range)) {
      count += 1;
      console.log(describeDifference(difference));
    }
    const span = `from ${range.since.toISOString()} to ${range.until.toISOString()}`;
    console.log(
      `${configured.provider.name} and payments, ${span}: ${count === 0 ? 'no difference' : `${count} difference${count === 1 ? '' : 's'}`}`,
    );
    return count === 0 ? 0 : 1;
  } finally {
    await configured.stop();
    await database.close();
  }
}
