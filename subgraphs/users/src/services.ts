import type { Infrastructure } from '@galleria/kit/service-process';
import { createSlots } from '@galleria/messaging/slots';
import type { UsersConfig } from './config.ts';
import { createPrisma } from './database/prisma.ts';
import { createAccountReader } from './repository/account-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createAccessTokens } from './service/access-tokens.ts';
import { createAddAddress } from './service/add-address.ts';
import { createChangeAddress } from './service/change-address.ts';
import { createPasswordHasher } from './service/password-hasher.ts';
import { createReadAccounts } from './service/read-accounts.ts';
import { createRemoveExpired } from './service/remove-expired.ts';
import { createSeedAccounts } from './service/seed-accounts.ts';
import { createSessions } from './service/sessions.ts';
import { createSignInAttempts } from './service/sign-in-attempts.ts';
import { createSignIn, type InTurn } from './service/sign-in.ts';
import { createSignUp } from './service/sign-up.ts';
import { createSigningKeys } from './service/signing-keys.ts';
import { createUpdateProfile } from './service/update-profile.ts';

/** Half of libuv's thread pool: hashing passwords leaves the other half to everything else. */
const HASHES_AT_ONCE = 2;

/** Database → repositories → services, for the running service and for its seed. */
export function createUsersServices(
  { database, clock }: Pick<Infrastructure, 'database' | 'clock'>,
  config: UsersConfig,
) {
  const prisma = createPrisma(database.pool);
  const unitOfWork = createUnitOfWork(database);
  const reader = createAccountReader(database, prisma);
  const passwordHasher = createPasswordHasher();
  const slots = createSlots(HASHES_AT_ONCE);
  const inTurn: InTurn = (work) => slots.use(work);
  const signingKeys = createSigningKeys({ unitOfWork, clock });
  const accessTokens = createAccessTokens(
    { signingKeys, clock },
    {
      issuer: config.TOKEN_ISSUER,
      audience: config.TOKEN_AUDIENCE,
      lifetimeSeconds: config.ACCESS_TOKEN_SECONDS,
    },
  );
  const refreshTokenDays = config.REFRESH_TOKEN_DAYS;
  const sessions = createSessions({ unitOfWork, reader, accessTokens, clock, refreshTokenDays });
  const attempts = createSignInAttempts({ unitOfWork, clock });
  const shared = { unitOfWork, reader, passwordHasher, sessions, inTurn, clock };

  return {
    prisma,
    signingKeys,
    graph: {
      signUp: createSignUp(shared),
      signIn: createSignIn({ ...shared, attempts }),
      sessions,
      updateProfile: createUpdateProfile(shared),
      addAddress: createAddAddress(shared),
      changeAddress: createChangeAddress(shared),
      readAccounts: createReadAccounts(shared),
    },
    seedAccounts: createSeedAccounts(shared),
    removeExpired: createRemoveExpired(shared),
  };
}
