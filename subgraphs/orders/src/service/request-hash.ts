import { createHash } from 'node:crypto';
import type { OrderRequest } from '../domain/order-request.ts';

/** Equal for equal input. A hash, because the payment token must not outlive the charge. */
export function requestHash({ paymentToken, shippingAddressId }: OrderRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([paymentToken, shippingAddressId]))
    .digest('hex');
}
