import { client } from '../graph/client.ts';
import { ShelvesDocument } from './generated/site-header.ts';

/** For pages without a query of their own: the header's shelves come when they come. */
export function loadShelves(): null {
  void client.query({ query: ShelvesDocument }).catch(() => undefined);
  return null;
}
