import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settleEnvironment } from './shell-environment.mjs';

describe('the environment of the shell', () => {
  it.each([
    ['--inspect', ''],
    ['--inspect-brk', ''],
    ['--inspect-brk=0.0.0.0:9230 --max-old-space-size=4096', '--max-old-space-size=4096'],
    ['--require "./my  hook.js" --inspect-wait=9229 --no-warnings', '--require "./my  hook.js" --no-warnings'],
  ])('loses the debugger of NODE_OPTIONS=%s, and says how to open that of one process', (options, rest) => {
    const env = { NODE_OPTIONS: options };
    expect(settleEnvironment(env)).toEqual([expect.stringContaining('kill -USR1 <pid>')]);
    expect(env.NODE_OPTIONS).toBe(rest);
  });

  it.each(['', '--max-old-space-size=4096', '--require ./inspect.js'])('keeps NODE_OPTIONS=%s', (options) => {
    const env = { NODE_OPTIONS: options };
    expect(settleEnvironment(env)).toEqual([]);
    expect(env.NODE_OPTIONS).toBe(options);
  });

  it('loses what is meant for another PostgreSQL, unless there is another', () => {
    const env = { PGSSLMODE: 'require', PGOPTIONS: '-c search_path=other', PATH: '/bin' };
    expect(settleEnvironment(env)).toEqual([]);
    expect(env).toEqual({ PATH: '/bin' });
    const external = { PGPASSWORD: 'theirs', POSTGRES_URL: 'postgresql://db' };
    settleEnvironment(external);
    expect(external).toHaveProperty('PGPASSWORD');
  });

  it('loses a folder for temporary files that cannot be written to, and says which', () => {
    const env: Record<string, string | undefined> = { TMPDIR: '/dev/null/tmp' };
    expect(settleEnvironment(env)).toEqual([expect.stringContaining('TMPDIR is /dev/null/tmp')]);
    expect(env).not.toHaveProperty('TMPDIR');
  });

  it('makes a folder for temporary files that is only missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-shell-'));
    const env = { TMPDIR: join(folder, 'not-there') };
    expect(settleEnvironment(env)).toEqual([]);
    rmSync(join(folder, 'not-there'), { recursive: true });
    rmSync(folder, { recursive: true });
  });
});
