import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@galleria/kit/config';
import { afterAll, describe, expect, it } from 'vitest';
import { readIssuers } from './issuers-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'galleria-issuers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is wrong with a file of this text; without one, there is no file. */
function problemsOf(text: string | undefined): readonly string[] {
  const file = join(folder, text === undefined ? 'absent.yaml' : 'issuers.yaml');
  if (text !== undefined) writeFileSync(file, text);
  try {
    readIssuers(file, 'galleria');
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    return thrown.problems.map((problem) => problem.replace(file, 'FILE'));
  }
}

describe('a file of token issuers', () => {
  it('may leave out where roles are, and what they stand for', () => {
    const least = '{ issuer: staff, jwks: "https://a.example/keys", audience: shop, algorithms: [ES256] }';
    expect(problemsOf(`issuers: [${least}]`)).toEqual([]);
  });

  it.each([
    ['is not there', undefined, [/^TOKEN_ISSUERS: FILE cannot be read: ENOENT/]],
    ['is no YAML', 'issuers: [', [/^TOKEN_ISSUERS: FILE: .* at line 1/]],
    ['is empty', '', [/^TOKEN_ISSUERS: FILE: Invalid input: expected object/]],
    ['names nobody', 'issuers: []', [/^TOKEN_ISSUERS: FILE, at issuers: Too small/]],
    [
      'has several mistakes',
      'issuers:\n  - { issuer: a, jwks: nowhere, audience: b, algorithms: [HS256], role: {} }',
      [
        /^TOKEN_ISSUERS: FILE, at issuers\[0\]\.jwks: must be an http or https URL$/,
        /^TOKEN_ISSUERS: FILE, at issuers\[0\]\.algorithms\[0\]: Invalid option: expected one of "EdDSA"/,
        /^TOKEN_ISSUERS: FILE, at issuers\[0\]: Unrecognized key: "role"$/,
      ],
    ],
    [
      'names somebody twice, and us',
      `issuers:\n${'  - { issuer: galleria, jwks: "http://a/", audience: b, algorithms: [RS256] }\n'.repeat(2)}`,
      [/at issuers\[0\]\.issuer: "galleria" is somebody else's name/, /at issuers\[1\]\.issuer: "galleria" is/],
    ],
  ])('that %s is refused with all that is wrong', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});
