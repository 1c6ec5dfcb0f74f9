import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from './password-hasher.ts';

const hasher = createPasswordHasher();

describe('a password hash', () => {
  it('is argon2id at the recommended cost, and another one each time', async () => {
    const [one, other] = await Promise.all([hasher.hash('plum kettle'), hasher.hash('plum kettle')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
  });

  it('tells its password from another', async () => {
    const hash = await hasher.hash('plum kettle');
    expect(await hasher.verify('plum kettle', hash)).toBe(true);
    expect(await hasher.verify('plum kettles', hash)).toBe(false);
  });

  it('says no when there is none, whatever the password', async () => {
    expect(await hasher.verify('plum kettle', null)).toBe(false);
    expect(await hasher.verify('', null)).toBe(false);
  });
});
