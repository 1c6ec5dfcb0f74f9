import { wellKnownWords } from './well-known-words.ts';

const MIN_LENGTH = 12;
const MAX_LENGTH = 128;
/** "aaaaaaaabbbb" is long, and guessed at once. */
const MIN_DIFFERENT_CHARACTERS = 5;

/**
 * What is wrong with a new password, for people; null when nothing is. Length and not being guessable decide, and no
 * rules about kinds of characters: NIST SP 800-63B, section 5.1.1.2.
 */
export function passwordProblem(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < MIN_LENGTH) return `Use at least ${MIN_LENGTH} characters.`;
  if (length > MAX_LENGTH) return `Use at most ${MAX_LENGTH} characters.`;
  const plain = password.toLowerCase();
  if (isAboutEmail(plain, email)) return 'Use something else than your e-mail address.';
  if (new Set(plain).size < MIN_DIFFERENT_CHARACTERS || isSequence(plain) || isWellKnown(plain)) {
    return 'This is one of the passwords that are tried first. Use another one, for example four unrelated words.';
  }
  return null;
}

/** Whether a password can be one that was ever accepted: looking at a longer one would only cost time. */
export function isPossiblePassword(password: string): boolean {
  return password.length > 0 && password.length <= MAX_LENGTH * 2;
}

/** The address itself, or its local part with too little around it to be a password of its own. */
function isAboutEmail(password: string, email: string): boolean {
  const local = email.split('@')[0] ?? email;
  const reduced = password.replaceAll(email, '').replaceAll(local.length >= 4 ? local : email, '');
  return password !== reduced && reduced.length < MIN_LENGTH / 2;
}

/** "abcdefghijkl", "210987654321" or a keyboard's row: nearly every character follows from the one before it. */
function isSequence(password: string): boolean {
  let following = 0;
  for (let index = 1; index < password.length; index += 1) {
    if (follows(password.charAt(index - 1), password.charAt(index))) following += 1;
  }
  return following >= (password.length - 1) * 0.8;
}

const KEYBOARD = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop'];

function follows(before: string, after: string): boolean {
  if (Math.abs(after.charCodeAt(0) - before.charCodeAt(0)) <= 1) return true;
  return KEYBOARD.some((row) => row.includes(before + after) || row.includes(after + before));
}

/**
 * Nothing but well-known words, however often, with digits and signs around them: "P@ssw0rd2024!", "qwerty123qwerty".
 */
function isWellKnown(password: string): boolean {
  const core = password.replace(/^\P{L}+|\P{L}+$/gu, '');
  const candidates = [password, undoSubstitutions(core)];
  return candidates.some((candidate) => {
    const rest = wellKnownWords.reduce((text, word) => text.replaceAll(word, ''), candidate);
    return rest.length < candidate.length && !/\p{L}{2,}/u.test(rest) && rest.length < MIN_LENGTH;
  });
}

const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

function undoSubstitutions(password: string): string {
  return [...password].map((character) => SUBSTITUTIONS[character] ?? character).join('');
}
