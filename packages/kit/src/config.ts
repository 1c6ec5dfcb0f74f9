import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { postgresUrlProblem } from './database/postgres-url.ts';
import { parseBrokerList } from './servers/broker-list.ts';
import { serverUrlProblem } from './servers/server-url.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every wrong value of a configuration at once, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
  readonly kind = 'invalid';
  readonly retriable = false;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads settings from, in rising order of weight, the schema's defaults, the YAML file that `CONFIG_FILE` names, and
 * the environment. The schema's keys are the environment variables' names. Throws `ConfigError` with all that is wrong:
 * the setting, where its value came from, what was found and what is allowed. Values of settings named SECRET,
 * PASSWORD, KEY or URL are not shown, because a message ends up in a log.
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema, env: Environment): z.output<Schema> {
  const file = readConfigFile(env['CONFIG_FILE']);
  const names = Object.keys(schema.shape);
  const found = names.map((name) => {
    const fromEnvironment = env[name] === '' ? undefined : env[name];
    return [name, fromEnvironment ?? file.values[name]] as const;
  });
  const result = schema.safeParse(Object.fromEntries(found.filter(([, value]) => value !== undefined)));
  const unknown = Object.keys(file.values).filter((name) => !names.includes(name));
  const problems = unknown.map(
    (name) => `${name} in ${file.path ?? ''}: no such setting; known are ${names.join(', ')}`,
  );
  if (!result.success) {
    const values = new Map(found);
    problems.push(...result.error.issues.map((issue) => describe(issue, values, env, file.path)));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  if (!result.success) throw result.error;
  return result.data;
}

/** Settings that every process has, to spread into a schema. */
export const processSettings = {
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  VIEWER_SIGNING_SECRET: z.string().min(32),
};

/** What a program beside a service, which neither listens nor speaks to Kafka, has instead of the settings for that. */
export const WITHOUT_SERVER = { PORT: '0', KAFKA_BROKERS: 'none:9092', VIEWER_SIGNING_SECRET: 'x'.repeat(32) } as const;

/** Settings of a service that has a database and speaks Kafka. */
export const serviceSettings = {
  ...processSettings,
  POSTGRES_URL: checkedText(postgresUrlProblem),
  KAFKA_BROKERS: z.string().transform((list, context) => {
    const { brokers, problem } = parseBrokerList(list);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    return brokers ?? [];
  }),
  /** Whether administrators may ask this service to show faults. */
  FAULT_SWITCHES: z.stringbool().default(false),
};

/** The URL of a mail server, which may hold a password. */
export const smtpUrlSetting = checkedText((text) => serverUrlProblem(text, ['smtp', 'smtps']));

/** A text without the spaces around it, of which `problemOf` says in a line what is wrong. */
function checkedText(problemOf: (text: string) => string | undefined) {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    });
}

function readConfigFile(path: string | undefined): { path?: string; values: Record<string, unknown> } {
  if (path === undefined || path === '') return { values: {} };
  try {
    const values: unknown = parse(readFileSync(path, 'utf8'));
    return { path, values: z.record(z.string(), z.unknown()).parse(values ?? {}) };
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? 'it must be a map of setting names to values' : String(thrown);
    throw new ConfigError([`CONFIG_FILE ${path}: ${reason}`]);
  }
}

function describe(
  issue: z.core.$ZodIssue,
  values: ReadonlyMap<string, unknown>,
  env: Environment,
  file: string | undefined,
): string {
  const name = String(issue.path[0]);
  const value = values.get(name);
  if (value === undefined) return `${name} is missing: ${issue.message}`;
  const source = env[name] === undefined || env[name] === '' ? `in ${file ?? 'the defaults'}` : 'in the environment';
  const text = JSON.stringify(value);
  // An @ may have a password before it, whatever the setting is.
  const isSecret = /SECRET|PASSWORD|KEY|URL/.test(name) || /:.*@/.test(text);
  const shown = isSecret ? 'a value that is not shown' : text;
  return `${name} ${source}: found ${shown}; ${issue.message}`;
}
