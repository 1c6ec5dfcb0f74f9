import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRenewable } from './renewable.ts';

function createCounted() {
  let opened = 0;
  const open = vi.fn(async () => (opened += 1));
  const close = vi.fn(async (_client: number) => undefined);
  return { open, close, renewable: createRenewable({ open, close }) };
}

describe('a renewable client', () => {
  it('opens once, when it is first used', async () => {
    const { open, renewable } = createCounted();
    expect(open).not.toHaveBeenCalled();
    expect(
      await Promise.all([renewable.use(async (client) => client), renewable.use(async (client) => client)]),
    ).toEqual([1, 1]);
    expect(open).toHaveBeenCalledOnce();
  });

  it('is closed after a failure, and the next use opens another', async () => {
    const { close, renewable } = createCounted();
    await expect(renewable.use(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await renewable.use(async (client) => client)).toBe(2);
    expect(close.mock.calls).toEqual([[1]]);
  });

  it('tries to open again after it could not', async () => {
    const { open, renewable } = createCounted();
    open.mockRejectedValueOnce(new Error('refused'));
    await expect(renewable.use(async (client) => client)).rejects.toThrow('refused');
    expect(await renewable.use(async (client) => client)).toBe(1);
  });

  it('gives up what does not answer, and opens another for the next use', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { close, renewable } = createCounted();
    const asked = renewable.use(() => new Promise(() => undefined));
    const refused = expect(asked).rejects.toThrow('no answer within 45 s');
    await vi.advanceTimersByTimeAsync(45_000);
    await refused;
    expect(await renewable.use(async (client) => client)).toBe(2);
    expect(close.mock.calls).toEqual([[1]]);
  });

  it('opens nothing for whoever comes after its end', async () => {
    const { open, renewable } = createCounted();
    await renewable.close();
    await expect(renewable.use(async (client) => client)).rejects.toThrow('closed');
    expect(open).not.toHaveBeenCalled();
  });

  it('closes what is open, and nothing that never was', async () => {
    const unused = createCounted();
    await unused.renewable.close();
    expect(unused.close).not.toHaveBeenCalled();
    const used = createCounted();
    await used.renewable.use(async () => undefined);
    await used.renewable.close();
    expect(used.close).toHaveBeenCalledOnce();
  });
});
