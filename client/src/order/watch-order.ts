import { useEffect, useEffectEvent } from 'react';
import { client } from '../graph/client.ts';
import { keepUp } from '../live/keep-up.ts';
import { WatchOrderDocument } from './generated/order-page.ts';

/**
 * Keeps an order on the screen as it is, until its last state. Where it has to be asked for, only until nothing more
 * happens by itself.
 */
export function useOrderNews(
  id: string,
  { settled, over }: { readonly settled: boolean; readonly over: boolean },
): void {
  const ask = useEffectEvent(async () => {
    if (settled) return '';
    const options = { query: WatchOrderDocument, variables: { id }, fetchPolicy: 'network-only' } as const;
    return JSON.stringify((await client.query(options)).data);
  });
  useEffect(() => {
    if (over) return undefined;
    return keepUp({
      follow: async () => (await import('../live/follow-order.ts')).followOrder(id),
      ask: () => ask(),
    });
  }, [id, over]);
}
