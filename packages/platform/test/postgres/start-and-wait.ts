import { createLogger } from '@galleria/kit/logger';
import { startPostgres } from '../../src/postgres/embedded-postgres.ts';
import { startTemporaryPostgres } from '../../src/postgres/temporary-postgres.ts';

// The process that tests kill: it starts a server, tells what it started, and waits.
const [kind, dataDirectory = '', port] = process.argv.slice(2);
const logger = createLogger({ service: 'test', level: 'silent' });
const started =
  kind === 'temporary'
    ? await startTemporaryPostgres(logger)
    : await startPostgres({
        dataDirectory,
        port: Number(port),
        durable: true,
        logFile: `${dataDirectory}.log`,
        logger,
      });
process.stdout.write(`${JSON.stringify(started)}\n`);
setInterval(() => undefined, 60_000);
