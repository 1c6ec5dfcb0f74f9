import { loadConfig } from '@galleria/kit/config';
import { createDatabase } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { settings } from './config.ts';
import { SEED_PASSWORD, seedAccounts } from './seed-data.ts';
import { createUsersServices } from './services.ts';

// An entry point, like main.ts: it runs beside the service, in the same environment, and ends.
const config = loadConfig(settings, process.env);
const logger = createLogger({ service: 'users-seed', level: config.LOG_LEVEL });
const database = createDatabase({ url: config.POSTGRES_URL, logger });
const services = createUsersServices({ database, clock: () => new Date() }, config);

const opened = await services.seedAccounts(seedAccounts, SEED_PASSWORD);
logger.info({ opened, existing: seedAccounts.length - opened }, 'seeded accounts');
await services.prisma.$disconnect();
await database.close();
