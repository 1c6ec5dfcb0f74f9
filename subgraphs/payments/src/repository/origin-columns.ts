import type { Origin } from '../domain/origin.ts';

/** Where payments and refunds keep what set them in motion. */
export const ORIGIN = ['correlationId', 'causationId', 'traceparent'] as const satisfies readonly (keyof Origin)[];
