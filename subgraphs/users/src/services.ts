import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import pLimit from 'p-limit';
import type { UsersConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { createAccountReader } from './repository/account-reader.ts';
import { createSessionReader } from './repository/session-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createAccessTokens } from './service/session/access-tokens.ts';
import { createAddAddress } from './service/account/add-address.ts';
import { createChangeAddress } from './service/account/change-address.ts';
import { createChangePassword } from './service/password/change-password.ts';
import { createEraseAccount } from './service/account/erase-account.ts';
import { createConfirmPassword } from './service/password/password-confirmation.ts';
import { createPasswordHasher } from './service/password/password-hasher.ts';
import { createReadAccounts } from './service/account/read-accounts.ts';
import { createReadSessions } from './service/session/read-sessions.ts';
import { createRemoveExpired } from './service/remove-expired.ts';
import { createRequestPasswordReset, createSteadyTime } from './service/password/request-password-reset.ts';
import { createResetPassword } from './service/password/reset-password.ts';
import { createRotateSigningKeys } from './service/session/rotate-signing-keys.ts';
import { createSeedAccounts } from './service/account/seed-accounts.ts';
import { createSessions } from './service/session/sessions.ts';
import { createSignInAttempts } from './service/session/sign-in-attempts.ts';
import { createSignIn, type InTurn } from './service/session/sign-in.ts';
import { createSignUp } from './service/account/sign-up.ts';
import { createSigningKeys } from './service/session/signing-keys.ts';
import { createUpdateProfile } from './service/account/update-profile.ts';
import { createChangeEmail } from './service/email/change-email.ts';
import { createRequestEmailChange } from './service/email/request-email-change.ts';
import { createEmailVerification } from './service/email/verify-email.ts';

/** Half of libuv's thread pool: hashing passwords leaves the other half to everything else. */
const HASHES_AT_ONCE = 2;
/** Ten times what a request for a link needs, and not long for a person. */
const LINK_REQUEST_MS = 100;

/** Database → repositories → services, for the running service and for its seed. */
export function createUsersServices(
  { database, clock }: Pick<Infrastructure, 'database' | 'clock'>,
  config: UsersConfig,
) {
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const reader = createAccountReader(database, prisma);
  const passwordHasher = createPasswordHasher();
  const inTurn: InTurn = pLimit(HASHES_AT_ONCE);
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
  const confirmPassword = createConfirmPassword({ reader, passwordHasher, attempts, inTurn });
  const inSteadyTime = createSteadyTime(LINK_REQUEST_MS);
  const shared = {
    unitOfWork,
    reader,
    passwordHasher,
    sessions,
    attempts,
    confirmPassword,
    inSteadyTime,
    inTurn,
    clock,
  };

  return {
    prisma,
    signingKeys,
    graph: {
      signUp: createSignUp(shared),
      signIn: createSignIn(shared),
      sessions,
      updateProfile: createUpdateProfile(shared),
      addAddress: createAddAddress(shared),
      changeAddress: createChangeAddress(shared),
      changePassword: createChangePassword(shared),
      requestPasswordReset: createRequestPasswordReset(shared),
      resetPassword: createResetPassword(shared),
      emailVerification: createEmailVerification(shared),
      requestEmailChange: createRequestEmailChange(shared),
      changeEmail: createChangeEmail(shared),
      eraseAccount: createEraseAccount(shared),
      readAccounts: createReadAccounts(shared),
      readSessions: createReadSessions({ reader: createSessionReader(database), clock }),
    },
    seedAccounts: createSeedAccounts(shared),
    removeExpired: createRemoveExpired(shared),
    rotateSigningKeys: createRotateSigningKeys({ ...shared, tokenLifetimeSeconds: config.ACCESS_TOKEN_SECONDS }),
  };
}
