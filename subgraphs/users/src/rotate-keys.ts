import { loadConfig } from '@galleria/kit/config';
import { createDatabase } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { rotationSettings } from './config.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createRotateSigningKeys } from './service/session/rotate-signing-keys.ts';

// An entry point, like main.ts: it runs beside the service, in the same environment, and ends.
const config = loadConfig(rotationSettings, process.env);
const logger = createLogger({ service: 'users-rotate-keys', level: config.LOG_LEVEL });
const database = createDatabase({ url: config.POSTGRES_URL, logger });
const rotateSigningKeys = createRotateSigningKeys({
  unitOfWork: createUnitOfWork(database),
  clock: () => new Date(),
  tokenLifetimeSeconds: config.ACCESS_TOKEN_SECONDS,
});

const { made, signsFrom, retired, removed } = await rotateSigningKeys();
const waiting = `a key is waiting already: it signs from ${signsFrom.toISOString()}`;
console.log(made === null ? waiting : `made key ${made}: published now, signs from ${signsFrom.toISOString()}`);
for (const id of retired)
  console.log(`key ${id} signs until then, and stays published until its last token has expired`);
for (const id of removed) console.log(`removed key ${id}: its last token has expired`);
await database.close();
