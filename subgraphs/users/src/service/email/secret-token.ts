import { createHash, randomBytes } from 'node:crypto';

export interface NewSecretToken {
  /** Given to the client, or mailed to it, and to nobody else. */
  readonly token: string;
  /** What is kept. */
  readonly hash: Buffer;
}

const RANDOM_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** For whoever brings it back: a refresh token, or the secret of a mailed link. */
export function createSecretToken(): NewSecretToken {
  const token = randomBytes(RANDOM_BYTES).toString('base64url');
  return { token, hash: sha256(token) };
}

/**
 * What a token is found by; null when the text is no such token at all. Looking a hash up takes a time that tells
 * nothing of the token: whoever could steer the hash would have found a preimage of SHA-256.
 */
export function hashOfSecretToken(token: string): Buffer | null {
  return TOKEN.test(token) ? sha256(token) : null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
