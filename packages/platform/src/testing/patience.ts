/**
 * How long a test waits for what is sure to come: longer than the slowest machine needs, and shorter than a test may
 * take, so that what never comes is named. Only a test that fails waits to the end, so nothing is won by less.
 */
export const PATIENCE = { timeout: 45_000, interval: 20 };
