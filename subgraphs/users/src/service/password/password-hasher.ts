import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

export interface PasswordHasher {
  /** In PHC format, salt and cost included. */
  hash(password: string): Promise<string>;
  /** Whether the password made the hash. Without a hash the answer is no, after as long a time as with one. */
  verify(password: string, hash: string | null): Promise<boolean>;
}

/** argon2id, 19 MiB, two passes: the OWASP Password Storage Cheat Sheet's recommendation, some 25 ms of one core. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes on libuv's thread pool, so the event loop goes on answering. */
export function createPasswordHasher(): PasswordHasher {
  // What unknown accounts are verified against: how long an answer takes does not tell who has an account.
  const decoy = hash(randomBytes(16), COST);
  return {
    hash: (password) => hash(password, COST),
    verify: async (password, passwordHash) => {
      const matches = await verify(passwordHash ?? (await decoy), password);
      return matches && passwordHash !== null;
    },
  };
}
