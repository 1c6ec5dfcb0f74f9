import { describe, expect, it } from 'vitest';
import { serverUrlProblem, withoutPassword } from './server-url.ts';

const SCHEMES = ['postgresql', 'postgres'];

describe('the URL of a server', () => {
  it.each([
    ['#', 'postgres://ada:se#cret@db.example/shop', '%23'],
    ['# behind digits, which look like a port', 'postgres://ada:12#cret@db.example/shop', '%23'],
    ['/', 'postgres://ada:se/cret@db.example/shop', '%2F'],
    ['/ behind digits', 'postgres://ada:12/cret@db.example/shop', '%2F'],
    ['/ behind an @', 'postgres://ada:s@e/cret@db.example/shop', '%2F'],
    ['?', 'postgres://ada:se?cret@db.example/shop', '%3F'],
    ['? behind digits', 'postgres://ada:12?cret@db.example/shop', '%3F'],
    ['%', 'postgres://ada:100%cret@db.example/shop', '%25'],
    ['an escape that is no text', 'postgres://ada:%FFcret@db.example/shop', '%25'],
  ])('with %s in its password is refused with the way to write it, and without the password', (_what, url, escape) => {
    const problem = serverUrlProblem(url, SCHEMES);
    expect(problem).toContain(escape);
    expect(problem).not.toContain('cret');
  });

  it.each([
    'postgres://ada:s@fe:x@db.example:5432/shop?sslmode=require',
    'POSTGRESQL://ada:s%23%2F%3F%25@[::1]:5432/shop',
    'postgresql:///shop?host=/run/postgresql',
    'postgres://db.example/shop?user=ada@server&password=x',
    ' postgres://db.example/shop\n',
  ])('is taken as %s', (url) => {
    expect(serverUrlProblem(url, SCHEMES)).toBeUndefined();
  });

  it.each([
    ['mysql://db.example/shop', /must begin with postgresql:\/\/ or postgres:\/\//],
    ['host=db.example password=secret', /must begin with/],
    ['postgres://a:5432,b:5432/shop', /several hosts/],
    ['postgres://ada:secret@db.example:port/shop', /cannot be read/],
    ['postgres://ada:secret/shop', /cannot be read/],
  ])('is refused as %s', (url, reason) => {
    const problem = serverUrlProblem(url, SCHEMES);
    expect(problem).toMatch(reason);
    expect(problem).not.toContain('secret');
  });

  it('is shown without any password', () => {
    expect(withoutPassword('postgresql://shop:secret@db.example/any')).toBe('postgresql://shop@db.example/any');
    expect(withoutPassword('postgresql://db.example/any?user=a&password=secret&sslPassword=secret')).toBe(
      'postgresql://db.example/any?user=a',
    );
    expect(withoutPassword('postgres://ada:se#cret@db.example/shop')).not.toContain('se#cret');
  });
});
