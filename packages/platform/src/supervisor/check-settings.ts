import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  ConfigError,
  loadConfig,
  processSettings,
  serviceSettings,
  smtpUrlSetting,
  type Environment,
} from '@galleria/kit/config';
import { z } from 'zod';
import { parseBrokerConfig } from '../broker/broker-config.ts';
import { BrokerError } from '../broker/broker-error.ts';
import { bundleOf } from './formation/bundle.ts';
import type { Project } from './formation/project.ts';
import { givenEnvironment, SETTINGS_OF_EACH_PROCESS } from './process/given-environment.ts';

/** What the supervisor reads itself, and what every process does. */
const ownSettings = z.object({
  LOG_LEVEL: processSettings.LOG_LEVEL,
  NODE_ENV: processSettings.NODE_ENV,
  LIVENESS_SECONDS: z.coerce.number('seconds, or 0 for ever').min(0).optional(),
  POSTGRES_URL: serviceSettings.POSTGRES_URL.optional(),
  KAFKA_BROKERS: serviceSettings.KAFKA_BROKERS.optional(),
  SMTP_URL: smtpUrlSetting.optional(),
});

/** For the settings that each process gets from the supervisor: they are right, and not looked at. */
const STAND_INS = {
  PORT: '0',
  POSTGRES_URL: 'postgresql://stand-in',
  KAFKA_BROKERS: 'stand-in:9092',
  VIEWER_SIGNING_SECRET: 'x'.repeat(32),
  USERS_URL: 'http://stand-in',
  SMTP_URL: 'smtp://stand-in',
  KAFKA_DATA_DIRECTORY: 'stand-in',
};

/** Of these the supervisor makes what each process gets. */
const READ_BY_SUPERVISOR = ['POSTGRES_URL', 'KAFKA_BROKERS', 'SMTP_URL'];

/**
 * All that is wrong with the settings in the environment, a line each: found out before anything starts, because a
 * process that refuses its settings would be restarted for ever. Services are asked through `dist/<name>/config.js`;
 * one that was not built is not.
 */
export async function settingsProblems(project: Project, env: Environment): Promise<string[]> {
  const given = { ...STAND_INS, ...givenEnvironment(env) };
  const modules = [...project.subgraphNames, 'router'].map((name) => bundleOf(project, name, 'config.js'));
  const schemas = await Promise.all(modules.filter((module) => existsSync(module)).map(importSettings));
  const problems = [
    ...problemsOf(() => loadConfig(ownSettings, { ...env, CONFIG_FILE: undefined })),
    ...problemsOf(() => parseBrokerConfig(given)),
    ...schemas.flatMap((schema) => problemsOf(() => loadConfig(schema, given))),
  ];
  return [...new Set(problems)];
}

/** Throws `ConfigError` when there are any. */
export async function requireValidSettings(project: Project, env: Environment): Promise<void> {
  const problems = await settingsProblems(project, env);
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Settings of the shell that reach no process, because each has its own. */
export function settingsLeftOut(env: Environment): string[] {
  const left = SETTINGS_OF_EACH_PROCESS.filter((name) => !READ_BY_SUPERVISOR.includes(name));
  return left.filter((name) => env[name] !== undefined && env[name] !== '');
}

async function importSettings(module: string): Promise<z.ZodObject> {
  const { settings } = (await import(pathToFileURL(module).href)) as { settings: z.ZodObject };
  return settings;
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    if (thrown instanceof BrokerError) return [thrown.message];
    throw thrown;
  }
}
