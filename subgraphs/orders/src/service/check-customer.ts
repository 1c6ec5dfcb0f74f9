import { accessErrors, ServiceError } from '@galleria/kit/errors';
import { isId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { CheckoutCustomer, UsersClient } from '../clients/users-client.ts';
import type { ShippingAddress } from '../domain/order.ts';

export type CustomerCheck =
  | { readonly kind: 'may-order'; readonly address: ShippingAddress }
  | { readonly kind: 'address-unknown' }
  | { readonly kind: 'account-suspended' }
  | { readonly kind: 'temporarily-unavailable' };

export type CheckCustomer = (viewer: Viewer, addressId: string) => Promise<CustomerCheck>;

/**
 * Asks users, now, whether the customer may order and where the order goes: an address added a second ago counts.
 * Throws UNAUTHENTICATED when the account is gone.
 */
export function createCheckCustomer(dependencies: { readonly usersClient: UsersClient }): CheckCustomer {
  return async (viewer, addressId) => {
    if (!isId(addressId)) return { kind: 'address-unknown' };
    let customer: CheckoutCustomer | null;
    try {
      customer = await dependencies.usersClient.checkoutCustomer(viewer, addressId);
    } catch (thrown) {
      if (thrown instanceof ServiceError && thrown.kind === 'unavailable') return { kind: 'temporarily-unavailable' };
      throw thrown;
    }
    if (customer === null) throw accessErrors.UNAUTHENTICATED({ userId: viewer.userId });
    if (customer.isSuspended) return { kind: 'account-suspended' };
    return customer.address === null ? { kind: 'address-unknown' } : { kind: 'may-order', address: customer.address };
  };
}
