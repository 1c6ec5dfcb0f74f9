import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionConfig, postgresUrlProblem } from './postgres-url.ts';

const ca = join(mkdtempSync(join(tmpdir(), 'galleria-ca-')), 'ca.pem');
writeFileSync(ca, 'the authority');

const sslOf = (query: string) => connectionConfig(`postgres://ada@db.example/shop?${query}`).ssl;

describe('a PostgreSQL URL', () => {
  it('gives host, port, user, password and database', () => {
    expect(connectionConfig(' postgres://ada:p%23 %2F%25@[::1]:6543/my%20shop\n')).toMatchObject({
      host: '::1',
      port: 6543,
      user: 'ada',
      password: 'p# /%',
      database: 'my shop',
    });
  });

  it('has the sslmodes of psql', () => {
    const trusting = { ca: 'the authority', checkServerIdentity: expect.any(Function) as unknown };
    expect(connectionConfig('postgres://ada@db.example/shop').ssl).toBeUndefined();
    expect(sslOf('sslmode=disable')).toBe(false);
    expect(sslOf('sslmode=require')).toEqual({ rejectUnauthorized: false });
    expect(sslOf('sslmode=no-verify')).toEqual({ rejectUnauthorized: false });
    expect(sslOf(`sslmode=no-verify&sslrootcert=${ca}`)).toEqual({ rejectUnauthorized: false });
    expect(sslOf(`sslmode=require&sslrootcert=${ca}`)).toEqual(trusting);
    expect(sslOf(`sslmode=verify-ca&sslrootcert=${ca}`)).toEqual(trusting);
    expect(sslOf(`sslmode=verify-full&sslrootcert=${ca}`)).toEqual({ ca: 'the authority' });
    expect(sslOf('sslmode=verify-full')).toEqual({});
    expect(sslOf('sslmode=require&sslrootcert=system')).toEqual({});
    expect(sslOf('sslmode=require&uselibpqcompat=true')).toEqual({ rejectUnauthorized: false });
  });

  it.each([
    ['sslmode=required', /unknown sslmode; known are disable, prefer, require/],
    ['sslmode=verify-ca', /sslrootcert=/],
    ['sslmode=verify-full&sslrootcert=/nowhere/ca.pem', /sslrootcert that names no file/],
    ['sslkey=/nowhere/key.pem', /sslkey that names no file/],
  ])('is refused with %s', (query, problem) => {
    expect(postgresUrlProblem(`postgres://ada:secret@db.example/shop?${query}`)).toMatch(problem);
  });

  it('is taken where every file is there', () => {
    expect(postgresUrlProblem(`postgres://db.example/shop?sslmode=verify-ca&sslrootcert=${ca}`)).toBeUndefined();
    expect(postgresUrlProblem('postgres://db.example/shop?sslmode=verify-full&sslrootcert=system')).toBeUndefined();
  });
});
