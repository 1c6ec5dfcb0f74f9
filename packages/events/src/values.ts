import { z } from 'zod';

/** UUIDv7 of an aggregate, in its one spelling whoever sent it (decision 019). */
export const id = z.uuid().toLowerCase();

/** A moment, ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/**
 * The version of the aggregate that a fact is about, as the change made it: which of two facts is newer is told by this
 * alone, and never by a time (decision 025). Facts of releases before this one carry none and count as 0: older than
 * every fact that has one.
 */
export const version = z.int32().min(0).default(0);

/** An amount in the currency's smallest unit. */
export const money = z.object({ amountMinor: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });
export type MoneyData = z.infer<typeof money>;

/** A product and a number of pieces. */
export const line = z.object({ productId: id, quantity: z.int().min(1) });

/** A stable code that says why something ended as it did, such as OUT_OF_STOCK. */
export const reasonCode = z.string().regex(/^[A-Z][A-Z_]+$/);

/** The language that a customer is written to in. */
export const locale = z.enum(['en', 'de']);
