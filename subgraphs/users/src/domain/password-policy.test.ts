import { describe, expect, it } from 'vitest';
import { isPossiblePassword, passwordProblem } from './password-policy.ts';

const EMAIL = 'ada.lindqvist@example.com';

describe('a new password', () => {
  it.each(['plum kettle orbit sixpence', 'vZ8#qLw2!mTd', 'der nebel hängt im tal', '雪の降る夜は静かで長いですね'])(
    'may be %s',
    (password) => {
      expect(passwordProblem(password, EMAIL)).toBeNull();
    },
  );

  it.each([
    ['too short', 'vZ8#qLw2!mT'],
    ['too long', 'plum kettle orbit sixpence '.repeat(5)],
    ['one word twice', 'passwordpassword'],
    ['a word with a year', 'Galleria2026!'],
    ['a word in disguise', 'P@ssw0rd1234'],
    ['several of the first words tried', 'iloveyou-sunshine'],
    ['a row of the keyboard', 'qwertyuiop[]'],
    ['a row of digits', '123456789012'],
    ['the alphabet', 'abcdefghijklmn'],
    ['hardly any different characters', 'abababababab'],
    ['the e-mail address', EMAIL],
    ['the e-mail address with a sign', `${EMAIL.toUpperCase()}!`],
    ['the name in the e-mail address', 'ada.lindqvist1'],
  ])('may not be %s', (_why, password) => {
    expect(passwordProblem(password, EMAIL)).toEqual(expect.any(String));
  });

  it('is as long as its characters, however many units these take', () => {
    expect(passwordProblem('🌲🌊🔥🪨🌙🌻🍋🐚🎻🧵🪶', EMAIL)).not.toBeNull();
    expect(passwordProblem('🌲🌊🔥🪨🌙🌻🍋🐚🎻🧵🪶🏺', EMAIL)).toBeNull();
  });
});

describe('a password to check', () => {
  it('is looked at only when it could ever have been accepted', () => {
    expect(isPossiblePassword('galleria')).toBe(true);
    expect(isPossiblePassword('🌲'.repeat(128))).toBe(true);
    expect(isPossiblePassword('')).toBe(false);
    expect(isPossiblePassword('x'.repeat(257))).toBe(false);
  });
});
