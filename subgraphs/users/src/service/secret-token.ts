import { createHash, randomBytes } from 'node:crypto';

export interface NewRefreshToken {
  /** Given to the client, and to nobody else. */
  readonly token: string;
  /** What is kept. */
  readonly hash: Buffer;
}

const RANDOM_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

export function createRefreshToken(): NewRefreshToken {
  const token = randomBytes(RANDOM_BYTES).toString('base64url');
  return { token, hash: sha256(token) };
}

/** What a token is found by; null when the text is no refresh token at all. */
export function hashOfRefreshToken(token: string): Buffer | null {
  return TOKEN.test(token) ? sha256(token) : null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
