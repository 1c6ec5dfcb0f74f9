import { requireViewer } from '@galleria/kit/graphql/viewer';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { addAddressResult, defaultAddressResult, removeAddressResult, updateAddressResult } from './address-results.ts';
import { ownAccount } from '../own-account.ts';

type Names = 'addAddress' | 'updateAddress' | 'removeAddress' | 'setDefaultAddress';

export const addressMutations: Pick<MutationResolvers, Names> = {
  addAddress: async (_parent, { input }, context) => {
    const { userId } = requireViewer(context.caller);
    const outcome = await context.addAddress(userId, { ...input, line2: input.line2 ?? null });
    return addAddressResult(outcome, await ownAccount(context));
  },
  updateAddress: async (_parent, { addressId, input }, context) => {
    const { userId } = requireViewer(context.caller);
    const outcome = await context.changeAddress.update(userId, addressId, { ...input, line2: input.line2 ?? null });
    return updateAddressResult(outcome, await ownAccount(context));
  },
  removeAddress: async (_parent, { addressId }, context) => {
    const outcome = await context.changeAddress.remove(requireViewer(context.caller).userId, addressId);
    return removeAddressResult(outcome, await ownAccount(context));
  },
  setDefaultAddress: async (_parent, { addressId }, context) => {
    const outcome = await context.changeAddress.setDefault(requireViewer(context.caller).userId, addressId);
    return defaultAddressResult(outcome, await ownAccount(context));
  },
};
