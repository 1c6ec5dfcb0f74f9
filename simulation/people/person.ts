import type { ShippingAddress } from '../../subgraphs/orders/src/domain/order.ts';

/** Somebody who buys. Each text that tells who it is has the mark in it, by which it is found wherever it is left. */
export interface Person {
  readonly id: string;
  readonly mark: string;
  readonly email: string;
  readonly name: string;
  readonly address: ShippingAddress;
  readonly idempotencyKey: string;
  readonly trackingNumber: string;
}

export function personOf(number: number): Person {
  const mark = `lovelace-${String(number).padStart(3, '0')}`;
  return {
    id: `00000000-0000-7000-8000-00000000c${String(number).padStart(3, '0')}`,
    mark,
    email: `${mark}@example.com`,
    name: `Ada ${mark}`,
    address: {
      ...{ fullName: `Ada ${mark}`, line1: `${mark} Street 1`, line2: `c/o ${mark}` },
      ...{ city: `${mark} Town`, postalCode: `3000 ${mark}`, country: 'CH' },
    },
    idempotencyKey: `key of ${mark}`,
    trackingNumber: `parcel ${mark}`,
  };
}
