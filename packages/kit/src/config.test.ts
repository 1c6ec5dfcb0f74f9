import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig, serviceSettings, type Environment } from './config.ts';

const schema = z.object({
  PORT: z.coerce.number().int().min(1),
  COLOUR: z.enum(['red', 'green']).default('green'),
  API_SECRET: z.string().min(8),
});

const right = { PORT: '80', API_SECRET: 'long enough' };

function configFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'galleria-config-')), 'config.yaml');
  writeFileSync(path, text);
  return path;
}

function problemsOf(env: Environment): readonly string[] {
  try {
    loadConfig(schema, env);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes defaults, then the file, then the environment', () => {
    const file = configFile('PORT: 81\nCOLOUR: red\n');
    expect(loadConfig(schema, right)).toEqual({ PORT: 80, COLOUR: 'green', API_SECRET: 'long enough' });
    expect(loadConfig(schema, { API_SECRET: 'long enough', CONFIG_FILE: file })).toMatchObject({
      PORT: 81,
      COLOUR: 'red',
    });
    expect(loadConfig(schema, { ...right, CONFIG_FILE: file })).toMatchObject({ PORT: 80, COLOUR: 'red' });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig(schema, { ...right, COLOUR: '' }).COLOUR).toBe('green');
  });

  it('reports every wrong value at once, with its name, where it stands and what was found', () => {
    const problems = problemsOf({ PORT: 'eighty', COLOUR: 'blue' });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^PORT in the environment: found "eighty"; .*number/);
    expect(problems[1]).toMatch(/^COLOUR in the environment: found "blue"; .*"red"\|"green"/);
    expect(problems[2]).toMatch(/^API_SECRET is missing/);
  });

  it('never shows a secret', () => {
    const [problem] = problemsOf({ ...right, API_SECRET: 'short' });
    expect(problem).toContain('API_SECRET in the environment: found a value that is not shown');
    expect(problem).not.toContain('short');
  });

  it.each([
    ['a file that is not there', '/nowhere/config.yaml', 'ENOENT'],
    ['a file that is not YAML', configFile('PORT: [1'), 'CONFIG_FILE'],
    ['a file that is not a map', configFile('- 1\n- 2\n'), 'it must be a map'],
    ['a setting that does not exist', configFile('PROT: 81\n'), 'PROT in'],
  ])('refuses %s', (_title, file, expected) => {
    expect(problemsOf({ ...right, CONFIG_FILE: file }).join('\n')).toContain(expected);
  });
});

describe('the settings of a service', () => {
  const settings = z.object(serviceSettings);
  const environment = {
    PORT: '4001',
    VIEWER_SIGNING_SECRET: 'x'.repeat(32),
    POSTGRES_URL: 'postgres://localhost/db',
    KAFKA_BROKERS: 'a:9092,b:9092',
  };

  it('lists brokers', () => {
    expect(loadConfig(settings, environment).KAFKA_BROKERS).toEqual(['a:9092', 'b:9092']);
  });

  it.each([
    ['POSTGRES_URL', 'postgres://ada:se#cret@db.example/shop', '%23'],
    ['KAFKA_BROKERS', 'ada:secret@host:9092', 'user or password'],
  ])('names %s where its password is written wrongly, and shows nothing of it', (name, value, advice) => {
    const load = () => loadConfig(settings, { ...environment, [name]: value });
    expect(load).toThrow(`${name} in the environment: found a value that is not shown; `);
    expect(load).toThrow(advice);
    expect(load).not.toThrow('cret');
  });

  it.each([
    ['KAFKA_BROKERS', 'localhost'],
    ['POSTGRES_URL', 'mysql://localhost/db'],
    ['VIEWER_SIGNING_SECRET', 'short'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => loadConfig(settings, { ...environment, [name]: value })).toThrow(ConfigError);
  });
});
