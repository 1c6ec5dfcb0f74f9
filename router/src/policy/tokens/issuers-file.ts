import { readFileSync } from 'node:fs';
import { ConfigError } from '@galleria/kit/config';
import { toError } from '@galleria/kit/errors';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { createForeignIssuer, type TokenIssuer } from './token-issuer.ts';

/** Signatures that only the holder of a private key makes: a secret that two know proves nothing to a third. */
const ALGORITHMS = [
  ...['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
] as const;

const text = z.string().min(1);

const issuersSchema = z.strictObject({
  issuers: z
    .array(
      z.strictObject({
        issuer: text,
        jwks: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
        audience: text,
        algorithms: z.array(z.enum(ALGORITHMS)).min(1),
        rolesAt: z.array(text).min(1).default(['roles']),
        roles: z.record(text, text).default({}),
      }),
    )
    .min(1),
});

/**
 * Whose tokens are believed beside those of the users service, which is called `own`. Throws `ConfigError` with all
 * that is wrong in the file.
 */
export function readIssuers(file: string, own: string): TokenIssuer[] {
  const result = issuersSchema.safeParse(parseYaml(file));
  if (!result.success) {
    throw new ConfigError(result.error.issues.map(({ path, message }) => `${placeIn(file, path)}: ${message}`));
  }
  const { issuers } = result.data;
  const names = [own, ...issuers.map(({ issuer }) => issuer)];
  const repeated = issuers.flatMap(({ issuer }, index) =>
    names.indexOf(issuer) === index + 1
      ? []
      : [`${placeIn(file, ['issuers', index, 'issuer'])}: "${issuer}" is somebody else's name already`],
  );
  if (repeated.length > 0) throw new ConfigError(repeated);
  return issuers.map(({ jwks, ...issuer }) => createForeignIssuer({ ...issuer, keys: new URL(jwks) }));
}

function parseYaml(file: string): unknown {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new ConfigError([`TOKEN_ISSUERS: ${file} cannot be read: ${toError(thrown).message}`]);
  }
  const document = parseDocument(source);
  const problems = document.errors.map(({ message }) => `TOKEN_ISSUERS: ${file}: ${message.split('\n', 1)[0] ?? ''}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return document.toJS();
}

function placeIn(file: string, path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `TOKEN_ISSUERS: ${file}${place === '' ? '' : `, at ${place.replace(/^\./, '')}`}`;
}
