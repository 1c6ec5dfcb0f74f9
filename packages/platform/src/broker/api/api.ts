import type { ProtocolReader } from '../wire/protocol-reader.ts';
import type { ProtocolWriter } from '../wire/protocol-writer.ts';

/** The body of a request and where it came from. */
export interface ApiRequest {
  readonly version: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly body: ProtocolReader;
  /** Aborted when the connection is gone and nobody waits for the answer. */
  readonly closed: AbortSignal;
}

/** The finished response, or null where the protocol wants none. */
export type ApiAnswer = ProtocolWriter | null;

/** One API of the Kafka protocol: reads a request body, writes a response body into the writer it is given. */
export interface Api {
  readonly key: number;
  readonly name: string;
  /** The versions understood; requests of other versions close the connection. */
  readonly versions: { readonly lowest: number; readonly highest: number };
  handle(request: ApiRequest, response: ProtocolWriter): ApiAnswer | Promise<ApiAnswer>;
}

/** Responses carry how long the client should pause. This broker never asks for that. */
export const NO_THROTTLE_MS = 0;
