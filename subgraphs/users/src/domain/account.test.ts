import { userRegistered } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmail, normaliseEmail, readName } from './account.ts';

describe('an e-mail address', () => {
  it.each(['ada@example.com', "o'hara+shop@mail.example.co.uk", 'a_b-c.d@xn--bcher-kva.example'])(
    'may be %s',
    (email) => {
      expect(isEmail(email)).toBe(true);
    },
  );

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@localhost',
    'ada@exa mple.com',
    '.ada@example.com',
    "ada'@example.com",
    'ada..l@example.com',
    'ada@-example.com',
    'ada@example.com\r\nBcc: x@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('may not be %j', (email) => {
    expect(isEmail(email)).toBe(false);
  });

  it('is the same however it is spelt', () => {
    expect(normaliseEmail('  Ada@Example.COM ')).toBe('ada@example.com');
  });

  it('is fit for the events that carry it whenever it is accepted here', () => {
    const parts = fc.stringMatching(/^[a-z0-9._'+-]{1,12}@[a-z0-9.-]{1,12}\.[a-z]{1,4}$/);
    fc.assert(
      fc.property(parts, (email) => {
        fc.pre(isEmail(email));
        const event = { userId: newId(), email, name: 'Ada', registeredAt: '2026-01-31T12:00:00.000Z' };
        userRegistered.schema.parse(event);
      }),
    );
  });
});

describe('a name', () => {
  it('is kept without the spaces around it', () => {
    expect(readName('  Ada Lindqvist ')).toBe('Ada Lindqvist');
  });

  it('has 1 to 100 characters', () => {
    expect(readName('x'.repeat(100))).not.toBeNull();
    expect(readName('x'.repeat(101))).toBeNull();
    expect(readName('   ')).toBeNull();
  });
});
