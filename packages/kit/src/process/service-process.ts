import type { z } from 'zod';
import { loadConfig, type serviceSettings } from '../config.ts';
import { createDatabase, type Database } from '../database/database.ts';
import { createFaultSwitches, type FaultSwitches } from './fault-switches.ts';
import { stopInTurn } from './lifecycle.ts';
import { createLogger, type Logger } from '../logger.ts';
import type { ProcessDefinition } from './process-definition.ts';
import type { ServiceApp } from './service-app.ts';

/**
 * The outside world as a service is given it: real in main.ts, on a cloned database and a broker of its own in tests.
 */
export interface Infrastructure {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly viewerSigningSecret: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly faults: FaultSwitches;
}

/**
 * A service as something that can be started: reads its configuration, connects its infrastructure, and runs what
 * `create` makes of it.
 */
export function defineService<Settings extends z.ZodObject<typeof serviceSettings>>(options: {
  readonly name: string;
  readonly settings: Settings;
  readonly create: (infrastructure: Infrastructure, config: z.output<Settings>) => Promise<ServiceApp>;
}): ProcessDefinition {
  return {
    name: options.name,
    start: async (env) => {
      const config = loadConfig(options.settings, env);
      const common = config as z.output<z.ZodObject<typeof serviceSettings>>;
      const logger = createLogger({ service: options.name, level: common.LOG_LEVEL });
      const database = createDatabase({ url: common.POSTGRES_URL, logger });
      const clock = () => new Date();
      const infrastructure: Infrastructure = {
        database,
        databaseUrl: common.POSTGRES_URL,
        brokers: common.KAFKA_BROKERS,
        viewerSigningSecret: common.VIEWER_SIGNING_SECRET,
        logger,
        clock,
        faults: createFaultSwitches({ service: options.name, areAllowed: common.FAULT_SWITCHES, clock, logger }),
      };
      const app = await options.create(infrastructure, config);
      const address = await app.start({ host: common.HOST, port: common.PORT });
      logger.info({ address }, 'listening');
      return { stop: () => stopInTurn([() => app.stop()], [() => database.close()]) };
    },
  };
}
