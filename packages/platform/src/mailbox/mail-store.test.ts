import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMailStore } from './mail-store.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-mail-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('the mail store', () => {
  it('lists mails newest first', async () => {
    const store = await openStore();
    for (const subject of ['one', 'two', 'three']) await store.add(mailAbout(subject), ['ada@galleria.example']);
    expect(store.list().map(({ subject }) => subject)).toEqual(['three', 'two', 'one']);
  });

  it('finds mails by whom they were delivered to, whatever the case, hidden copies included', async () => {
    const store = await openStore();
    await store.add(mailAbout('yours'), ['Ada@galleria.example', 'hidden@galleria.example']);
    await store.add(mailAbout('not yours'), ['grace@galleria.example']);
    expect(store.list('ada@galleria.example').map(({ subject }) => subject)).toEqual(['yours']);
    expect(store.list('hidden@galleria.example').map(({ subject }) => subject)).toEqual(['yours']);
    expect(store.list('galleria.example')).toEqual([]);
  });

  it('believes whom SMTP named, not a header that the mail brought along', async () => {
    const store = await openStore();
    const raw = Buffer.from(`X-Galleria-Recipients: forged@galleria.example\r\n${mailAbout('mail').toString()}`);
    await store.add(raw, ['ada@galleria.example']);
    expect(store.list()[0]?.recipients).toEqual(['ada@galleria.example']);
  });

  it('keeps the newest only', async () => {
    const store = await openStore(2);
    for (const subject of ['one', 'two', 'three']) await store.add(mailAbout(subject), []);
    expect(store.list().map(({ subject }) => subject)).toEqual(['three', 'two']);
    expect(readdirSync(directory)).toHaveLength(2);
  });

  it('has the mails of earlier runs, with their times', async () => {
    const earlier = await openStore();
    await earlier.add(mailAbout('one'), ['ada@galleria.example']);
    await earlier.add(mailAbout('two'), ['ada@galleria.example']);
    const later = await openStore();
    expect(later.list()).toEqual(earlier.list());
    expect(later.list()[0]?.receivedAt).toBe('2026-01-01T00:00:02.000Z');
  });

  it('reads only mails that it lists', async () => {
    const store = await openStore();
    await expect(store.read('../secrets')).resolves.toBeUndefined();
  });

  it('is empty after it was cleared', async () => {
    const store = await openStore();
    await store.add(mailAbout('one'), []);
    await store.clear();
    expect(store.list()).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });
});

let seconds = 0;

function openStore(keep = 500) {
  seconds = 0;
  const now = () => new Date(Date.UTC(2026, 0, 1, 0, 0, ++seconds));
  return openMailStore({ directory, keep, now });
}

function mailAbout(subject: string): Buffer {
  return Buffer.from(`From: shop@galleria.example\r\nSubject: ${subject}\r\n\r\nText of ${subject}\r\n`);
}
