import type { ProtocolReader } from './protocol-reader.ts';

/**
 * Request header version 1: what stands before every request body
 * (https://kafka.apache.org/protocol#protocol_messages).
 */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

export function readRequestHeader(reader: ProtocolReader): RequestHeader {
  return {
    apiKey: reader.int16(),
    apiVersion: reader.int16(),
    correlationId: reader.int32(),
    clientId: reader.nullableString(),
  };
}
