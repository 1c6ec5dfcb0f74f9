/**
 * Ports that belong to protocols older than the web. Browsers and `fetch` make no request to them, whoever listens
 * there; see https://fetch.spec.whatwg.org/#port-blocking. Those below 1024 are left out: no plan reaches them.
 */
const REFUSED: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** Whether a page on this port of localhost could never be opened. */
export function isRefusedByBrowsers(port: number): boolean {
  return REFUSED.has(port);
}
