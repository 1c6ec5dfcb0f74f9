import { isId } from '@galleria/kit/identifiers';
import { readAddress, type Address, type AddressLines } from '../domain/address.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type UpdateAddressOutcome =
  | { readonly kind: 'updated'; readonly address: Address }
  | { readonly kind: 'invalid'; readonly field: string; readonly problem: string }
  | { readonly kind: 'address-unknown' };

export type RemoveAddressOutcome = { readonly kind: 'removed' | 'address-unknown' };

/** Changes to an account's own addresses; orders keep a copy of theirs. */
export interface ChangeAddress {
  update(accountId: string, addressId: string, input: AddressLines): Promise<UpdateAddressOutcome>;
  remove(accountId: string, addressId: string): Promise<RemoveAddressOutcome>;
}

export function createChangeAddress({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ChangeAddress {
  return {
    update: async (accountId, addressId, input) => {
      const reading = readAddress(input);
      if (reading.kind === 'invalid') return reading;
      if (!isId(addressId)) return { kind: 'address-unknown' };
      const address = { id: addressId.toLowerCase(), ...reading.lines };
      const isTheirs = await unitOfWork(({ accounts }) => accounts.updateAddress(accountId, address));
      return isTheirs ? { kind: 'updated', address } : { kind: 'address-unknown' };
    },
    remove: async (accountId, addressId) => {
      const isTheirs =
        isId(addressId) && (await unitOfWork(({ accounts }) => accounts.removeAddress(accountId, addressId)));
      return { kind: isTheirs ? 'removed' : 'address-unknown' };
    },
  };
}
