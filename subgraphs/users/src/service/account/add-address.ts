import { accessErrors } from '@galleria/kit/errors';
import { newId } from '@galleria/kit/identifiers';
import { MAX_ADDRESSES, readAddress, type Address, type AddressLines } from '../../domain/address.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';

export type AddAddressOutcome =
  | { readonly kind: 'added'; readonly address: Address }
  | { readonly kind: 'invalid'; readonly field: string; readonly problem: string }
  | { readonly kind: 'too-many' };

/**
 * Adds an address to an account, the first as its default one. Throws UNAUTHENTICATED when the account is gone: its
 * token has outlived it.
 */
export function createAddAddress(dependencies: { readonly unitOfWork: UnitOfWork }) {
  return async (accountId: string, input: AddressLines): Promise<AddAddressOutcome> => {
    const reading = readAddress(input);
    if (reading.kind === 'invalid') return reading;
    return dependencies.unitOfWork(async ({ accounts, addresses }) => {
      // The lock lets two additions at once count each other.
      if ((await accounts.lock(accountId)) === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      const count = await addresses.count(accountId);
      if (count >= MAX_ADDRESSES) return { kind: 'too-many' };
      const address = { id: newId(), ...reading.lines, isDefault: count === 0 };
      await addresses.insert(accountId, address);
      return { kind: 'added', address };
    });
  };
}
