import type { AddressClient } from '../address-client.ts';

/** One process of a subgraph, as this router sees it. */
export interface Instance {
  readonly url: string;
  readonly client: AddressClient;
  /** Calls that it has not answered yet. */
  inFlight: number;
  /** It gets no calls while others serve. */
  isLeftOut: boolean;
  /** Since when it starts slowly, in milliseconds; undefined for one that does not. */
  startsSince: number | undefined;
  lateInARow: number;
}
