import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsLeftOut, settingsProblems } from './check-settings.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'galleria-settings-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the settings of a start', () => {
  it('are right when there are none, and when they are', async () => {
    expect(await problems({})).toEqual([]);
    expect(await problems({ LOG_LEVEL: 'debug', NODE_ENV: 'test', LIVENESS_SECONDS: '0', KAFKA_FSYNC: '' })).toEqual(
      [],
    );
  });

  it.each([
    ['LOG_LEVEL', 'verbose'],
    ['NODE_ENV', 'staging'],
    ['LIVENESS_SECONDS', 'long'],
    ['POSTGRES_URL', 'localhost:5432'],
    ['KAFKA_BROKERS', 'localhost'],
    ['SMTP_URL', 'mail'],
    ['KAFKA_FSYNC', 'sometimes'],
    ['STOCK_DEADLINE_MS', 'soon'],
  ])('are refused in one line that names %s when it is "%s"', async (name, value) => {
    buildConfig('orders', ['LOG_LEVEL', 'STOCK_DEADLINE_MS']);
    expect(await problems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('tell all that is wrong at once, each once, and no secret', async () => {
    buildConfig('orders', ['LOG_LEVEL']);
    buildConfig('users', ['LOG_LEVEL']);
    const found = await problems({ LOG_LEVEL: 'verbose', NODE_ENV: 'staging', POSTGRES_URL: 'x://u:hunter2@db' });
    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain('hunter2');
  });

  it('that mean something else to the shell reach no process, and are said to', async () => {
    expect(await problems({ HOST: 'x86_64-conda', PORT: 'http', CONFIG_FILE: '/nowhere' })).toEqual([]);
    expect(settingsLeftOut({ HOST: 'x86_64-conda', PORT: '', POSTGRES_URL: 'postgresql://db' })).toEqual(['HOST']);
  });
});

function problems(env: Record<string, string>): Promise<string[]> {
  return settingsProblems({ root, subgraphNames: ['users', 'orders'] }, env);
}

/** As a build makes it: the settings of a service, apart from the service. */
function buildConfig(service: string, names: readonly string[]): void {
  mkdirSync(join(root, 'dist', service), { recursive: true });
  const zod = import.meta.resolve('zod');
  const kit = join(import.meta.dirname, '../../../kit/src/config.ts');
  const fields = names.map((name) =>
    name === 'LOG_LEVEL' ? `LOG_LEVEL: processSettings.LOG_LEVEL` : `${name}: z.coerce.number().default(1)`,
  );
  writeFileSync(
    join(root, 'dist', service, 'config.js'),
    `import { z } from '${zod}';\nimport { processSettings } from '${kit}';\nexport const settings = z.object({ ${fields.join(', ')} });\n`,
  );
}
