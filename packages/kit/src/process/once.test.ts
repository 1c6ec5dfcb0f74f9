import { expect, it } from 'vitest';
import { onceIn } from './once.ts';

it('a message takes effect once, and gives what its effect gave', async () => {
  const noted = new Set<string>();
  const inbox = { accept: async (id: string) => !noted.has(id) && noted.add(id).has(id) };
  const effects: string[] = [];
  const once = onceIn<{ inbox: typeof inbox; effects: string[] }>((work) => work({ inbox, effects }));
  const effect = (text: string) => async (work: { effects: string[] }) => work.effects.push(text);
  expect(await once('a', effect('first'))).toBe(1);
  expect(await once('a', effect('again'))).toBeUndefined();
  expect(await once('b', effect('another'))).toBe(2);
  expect(effects).toEqual(['first', 'another']);
});
