import { API_VERSIONS_KEY, writeUnsupportedApiVersions } from '../api/api-versions.ts';
import type { Api, ApiRequest } from '../api/api.ts';
import { MalformedFrameError, ProtocolReader } from '../wire/protocol-reader.ts';
import { ProtocolWriter } from '../wire/protocol-writer.ts';
import { readRequestHeader } from '../wire/request-header.ts';

export type Dispatch = (frame: Buffer, origin: Pick<ApiRequest, 'clientHost' | 'closed'>) => Promise<Buffer | null>;

/**
 * Answers one request frame with one response frame, or with null where the protocol wants no response.
 *
 * Rejects with MalformedFrameError for an API or a version that was not advertised, and for a body that cannot be read.
 * The caller then closes the connection: there is no encoding that both sides know.
 */
export function createRequestDispatcher(apis: ReadonlyMap<number, Api>): Dispatch {
  return async (frame, origin) => {
    const body = new ProtocolReader(frame);
    const { apiKey, apiVersion, correlationId, clientId } = readRequestHeader(body);
    const response = new ProtocolWriter().int32(0).int32(correlationId);
    const api = apis.get(apiKey);
    if (!api) throw new MalformedFrameError(`API ${apiKey} is not supported`);
    const { lowest, highest } = api.versions;
    if (apiVersion >= lowest && apiVersion <= highest) {
      return finish(await api.handle({ version: apiVersion, clientId: clientId ?? '', body, ...origin }, response));
    }
    if (apiKey === API_VERSIONS_KEY) return finish(writeUnsupportedApiVersions(response, [...apis.values()]));
    throw new MalformedFrameError(`${api.name} ${apiVersion} is not supported, only ${lowest} to ${highest}`);
  };
}

/** Puts the length in front, now that it is known. */
function finish(response: ProtocolWriter | null): Buffer | null {
  if (!response) return null;
  const bytes = response.toBuffer();
  bytes.writeInt32BE(bytes.length - 4, 0);
  return bytes;
}
