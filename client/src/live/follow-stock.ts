import { LiveStockDocument } from '../product/generated/live-stock.ts';
import { follow } from './follow.ts';
import type { Follow } from './keep-up.ts';

export function followStock(id: string): Follow {
  return (onLive) => follow({ document: LiveStockDocument, variables: { id } }, onLive);
}
