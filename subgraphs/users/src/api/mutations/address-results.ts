import type { AccountView } from '../../domain/account-view.ts';
import type { ResolversTypes } from '../../generated/graphql.ts';
import type { AddAddressOutcome } from '../../service/account/add-address.ts';
import type {
  RemoveAddressOutcome,
  SetDefaultAddressOutcome,
  UpdateAddressOutcome,
} from '../../service/account/change-address.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

const ADDRESS_UNKNOWN = {
  __typename: 'AddressUnknown',
  code: 'ADDRESS_UNKNOWN',
  message: 'The account has no address with this id.',
} as const;

export function addAddressResult(outcome: AddAddressOutcome, user: AccountView): Result<'AddAddressResult'> {
  switch (outcome.kind) {
    case 'added':
      return { __typename: 'AddressAdded', address: outcome.address, user };
    case 'invalid':
      return invalidAddress(outcome);
    case 'too-many':
      return {
        __typename: 'TooManyAddresses',
        code: 'TOO_MANY_ADDRESSES',
        message: 'This account has as many addresses as it can have.',
      };
  }
}

export function updateAddressResult(outcome: UpdateAddressOutcome, user: AccountView): Result<'UpdateAddressResult'> {
  switch (outcome.kind) {
    case 'updated':
      return { __typename: 'AddressUpdated', address: outcome.address, user };
    case 'invalid':
      return invalidAddress(outcome);
    case 'address-unknown':
      return ADDRESS_UNKNOWN;
  }
}

export function removeAddressResult(outcome: RemoveAddressOutcome, user: AccountView): Result<'RemoveAddressResult'> {
  switch (outcome.kind) {
    case 'removed':
      return { __typename: 'AddressRemoved', user };
    case 'address-unknown':
      return ADDRESS_UNKNOWN;
  }
}

export function defaultAddressResult(
  outcome: SetDefaultAddressOutcome,
  user: AccountView,
): Result<'SetDefaultAddressResult'> {
  switch (outcome.kind) {
    case 'set':
      return { __typename: 'DefaultAddressSet', address: outcome.address, user };
    case 'address-unknown':
      return ADDRESS_UNKNOWN;
  }
}

function invalidAddress({ field, problem }: { readonly field: string; readonly problem: string }) {
  return { __typename: 'InvalidAddress', code: 'INVALID_ADDRESS', message: problem, field } as const;
}
