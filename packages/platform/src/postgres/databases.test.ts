import { describe, expect, it } from 'vitest';
import { databaseUrl, serviceDatabaseName } from './databases.ts';

describe('databaseUrl', () => {
  it('replaces the database and keeps credentials and parameters', () => {
    const url = databaseUrl('postgres://ada:s%40fe@db.example:6543/postgres?sslmode=require', 'galleria_users');
    expect(url).toBe('postgres://ada:s%40fe@db.example:6543/galleria_users?sslmode=require');
  });

  it('names a database on a server URL that names none', () => {
    expect(databaseUrl('postgresql://postgres@127.0.0.1:4032', 'a b')).toBe(
      'postgresql://postgres@127.0.0.1:4032/a%20b',
    );
  });
});

describe('serviceDatabaseName', () => {
  it('is a name that SQL needs no quotes for', () => {
    expect(serviceDatabaseName('gift-cards')).toBe('galleria_gift_cards');
  });
});
