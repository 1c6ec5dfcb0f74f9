import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';
import { clearStateDirectory, createStateDirectory, resolveStateDirectory } from './state-directory.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-state-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('the state directory', () => {
  it('is .galleria in the project, or what GALLERIA_STATE names from there', () => {
    expect(resolveStateDirectory('/shop').root).toBe('/shop/.galleria');
    expect(resolveStateDirectory('/shop', '').root).toBe('/shop/.galleria');
    expect(resolveStateDirectory('/shop', 'second').root).toBe('/shop/second');
    expect(resolveStateDirectory('/shop', '/elsewhere').root).toBe('/elsewhere');
  });

  it('is gone with all that was in it when it is cleared', async () => {
    const state = resolveStateDirectory(directory);
    await createStateDirectory(state);
    mkdirSync(state.postgres);
    await loadSecrets(state.secretsFile);
    await clearStateDirectory(state);
    expect(existsSync(state.root)).toBe(false);
  });

  it('keeps what Galleria did not put there', async () => {
    const state = resolveStateDirectory(directory, '.');
    await createStateDirectory(state);
    writeFileSync(join(directory, 'thesis.txt'), 'years of work');
    await clearStateDirectory(state);
    expect(existsSync(join(directory, 'thesis.txt'))).toBe(true);
    expect(existsSync(state.kafka)).toBe(false);
  });

  it.each(['', '/inside'])('is refused by its name where a file is in its place%s', async (inside) => {
    writeFileSync(join(directory, 'taken'), '');
    const created = createStateDirectory(resolveStateDirectory(directory, `taken${inside}`));
    await expect(created).rejects.toMatchObject({
      code: 'STATE_DIRECTORY_UNUSABLE',
      message: expect.stringContaining(join(directory, `taken${inside}`)) as string,
    });
  });

  it('may be cleared when it is not there', async () => {
    await expect(clearStateDirectory(resolveStateDirectory(directory, 'nothing'))).resolves.toBeUndefined();
  });
});

describe('the secrets', () => {
  it('are made once, stay the same, and are readable by their owner only', async () => {
    const file = join(directory, 'secrets.json');
    const first = await loadSecrets(file);
    expect(first.VIEWER_SIGNING_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(await loadSecrets(file)).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('differ between copies', async () => {
    const [one, other] = await Promise.all(['one', 'other'].map((name) => loadSecrets(join(directory, name))));
    expect(one).not.toEqual(other);
  });

  it('are not replaced when their file is damaged', async () => {
    const file = join(directory, 'secrets.json');
    writeFileSync(file, '{ "VIEWER_SIGNING_SECRET": "short" }');
    await expect(loadSecrets(file)).rejects.toThrow(file);
    await expect(loadSecrets(file)).rejects.toMatchObject({ code: 'STATE_DIRECTORY_UNUSABLE' });
  });
});
