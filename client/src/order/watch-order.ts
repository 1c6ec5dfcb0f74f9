import { useEffect } from 'react';
import { client } from '../graph/client.ts';
import { WatchOrderDocument } from './generated/order-page.ts';

const FIRST_MS = 100;
const SLOWEST_MS = 5_000;
const GROWTH = 1.4;

/**
 * Keeps an order on the screen as it is: asks often at first and ever more slowly, until nothing more happens by
 * itself. `progress` is what the order has come to; when it changes, more is likely to follow, and it asks often again.
 * The one place that knows how news comes: a subscription can take its place.
 */
export function useOrderNews(id: string, progress: string, settled: boolean): void {
  useEffect(() => {
    if (settled) return undefined;
    let left = false;
    let timer = 0;
    const askAfter = (pause: number) => {
      timer = window.setTimeout(() => void ask(pause), pause);
    };
    const ask = async (pause: number) => {
      if (!document.hidden) {
        await client
          .query({ query: WatchOrderDocument, variables: { id }, fetchPolicy: 'network-only' })
          .catch(() => undefined);
      }
      if (!left) askAfter(Math.min(pause * GROWTH, SLOWEST_MS));
    };
    askAfter(FIRST_MS);
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [id, progress, settled]);
}
