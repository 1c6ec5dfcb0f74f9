import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { plugin } from './operation-text-plugin.ts';

describe('the operation text plugin', () => {
  it('gives an operation as text with the fragments it uses, directly or through others', () => {
    const document = parse(`
      query AccountStanding($id: ID!) { user(id: $id) { ...Standing } }
      fragment Standing on User { standing ...Name }
      fragment Name on User { name }
      fragment Unused on User { id }
    `);
    const module = plugin(undefined, [{ document }]);
    expect(module).toContain(
      'export const accountStandingOperation: OperationText<AccountStandingQuery, AccountStandingQueryVariables> =',
    );
    const text = JSON.parse(/accountStandingOperation.* = (".*");/.exec(module)?.[1] ?? '""') as string;
    const names = parse(text).definitions.flatMap((definition) => ('name' in definition ? definition.name?.value : []));
    expect(names.sort()).toEqual(['AccountStanding', 'Name', 'Standing']);
  });

  it('refuses an operation without a name', () => {
    expect(() => plugin(undefined, [{ document: parse('{ me { id } }') }])).toThrow(/has a name/);
  });
});
