import { z } from 'zod';

/** UUIDv7 of an aggregate, in its one spelling whoever sent it (decision 019). */
export const id = z.uuid().toLowerCase();

/** A moment, ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** An amount in the currency's smallest unit. */
export const money = z.object({ amountMinor: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });
export type MoneyData = z.infer<typeof money>;

/** A product and a number of pieces. */
export const line = z.object({ productId: id, quantity: z.int().min(1) });

/** A stable code that says why something ended as it did, such as OUT_OF_STOCK. */
export const reasonCode = z.string().regex(/^[A-Z][A-Z_]+$/);

/** The language that a customer is written to in. */
export const locale = z.enum(['en', 'de']);
