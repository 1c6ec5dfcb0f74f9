import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** The `iss` of access tokens. */
  TOKEN_ISSUER: z.string().min(1).default('galleria'),
  /** The `aud` of access tokens. */
  TOKEN_AUDIENCE: z.string().min(1).default('galleria-graph'),
  /** How long an access token lives. A session that was ended works for that long still. */
  ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(30).max(86_400).default(900),
  /** How long a session lives without being refreshed. */
  REFRESH_TOKEN_DAYS: z.coerce.number().int().min(1).max(365).default(30),
});

/** What a program beside the service needs to rotate its keys. */
export const rotationSettings = settings.pick({ POSTGRES_URL: true, LOG_LEVEL: true, ACCESS_TOKEN_SECONDS: true });

export type UsersConfig = Pick<
  z.output<typeof settings>,
  'TOKEN_ISSUER' | 'TOKEN_AUDIENCE' | 'ACCESS_TOKEN_SECONDS' | 'REFRESH_TOKEN_DAYS' | 'NODE_ENV'
>;
