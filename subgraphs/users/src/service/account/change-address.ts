import { isId } from '@galleria/kit/identifiers';
import { readAddress, type Address, type AddressLines } from '../../domain/address.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';

export type UpdateAddressOutcome =
  | { readonly kind: 'updated'; readonly address: Address }
  | { readonly kind: 'invalid'; readonly field: string; readonly problem: string }
  | { readonly kind: 'address-unknown' };

export type RemoveAddressOutcome = { readonly kind: 'removed' | 'address-unknown' };

export type SetDefaultAddressOutcome =
  { readonly kind: 'set'; readonly address: Address } | { readonly kind: 'address-unknown' };

/** Changes to an account's own addresses; orders keep a copy of theirs. */
export interface ChangeAddress {
  update(accountId: string, addressId: string, input: AddressLines): Promise<UpdateAddressOutcome>;
  /** When it is the default one, the oldest of the others takes over. */
  remove(accountId: string, addressId: string): Promise<RemoveAddressOutcome>;
  setDefault(accountId: string, addressId: string): Promise<SetDefaultAddressOutcome>;
}

const UNKNOWN = { kind: 'address-unknown' } as const;

export function createChangeAddress({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ChangeAddress {
  return {
    update: async (accountId, addressId, input) => {
      const reading = readAddress(input);
      if (reading.kind === 'invalid') return reading;
      if (!isId(addressId)) return UNKNOWN;
      const { lines } = reading;
      const updated = await unitOfWork(({ addresses }) => addresses.update(accountId, addressId, lines));
      if (updated === null) return UNKNOWN;
      return { kind: 'updated', address: { id: addressId, ...lines, isDefault: updated.isDefault } };
    },
    remove: async (accountId, addressId) => {
      if (!isId(addressId)) return UNKNOWN;
      return unitOfWork(async ({ accounts, addresses }) => {
        // The lock keeps others from choosing a default while this one passes on.
        await accounts.lock(accountId);
        return (await addresses.remove(accountId, addressId)) ? { kind: 'removed' } : UNKNOWN;
      });
    },
    setDefault: async (accountId, addressId) => {
      if (!isId(addressId)) return UNKNOWN;
      return unitOfWork(async ({ accounts, addresses }) => {
        await accounts.lock(accountId);
        const address = await addresses.makeDefault(accountId, addressId);
        return address === null ? UNKNOWN : { kind: 'set', address };
      });
    },
  };
}
