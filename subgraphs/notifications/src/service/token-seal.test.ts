import { describe, expect, it } from 'vitest';
import { createTokenSeal } from './token-seal.ts';

const SECRET = 'a secret of at least thirty-two characters';
const seal = createTokenSeal(SECRET);

describe('the seal of a token', () => {
  it('opens for its own mail, also in another process with the same secret', () => {
    const sealed = seal.seal('t0ken-ä', 'mail-1');
    expect(sealed).not.toContain('t0ken');
    expect(createTokenSeal(SECRET).open(sealed, 'mail-1')).toBe('t0ken-ä');
  });

  it('looks different each time', () => {
    expect(seal.seal('token', 'mail-1')).not.toBe(seal.seal('token', 'mail-1'));
  });

  it('stays shut for another mail, under another secret, and when it was changed or cut', () => {
    const sealed = seal.seal('token', 'mail-1');
    const changed = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`;
    expect(seal.open(sealed, 'mail-2')).toBeNull();
    expect(createTokenSeal(`${SECRET}!`).open(sealed, 'mail-1')).toBeNull();
    expect(seal.open(changed, 'mail-1')).toBeNull();
    expect(seal.open(sealed.slice(0, 20), 'mail-1')).toBeNull();
    expect(seal.open('', 'mail-1')).toBeNull();
  });
});
