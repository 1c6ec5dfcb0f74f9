import { ErrorCode } from '../wire/error-code.ts';
import type { ProtocolWriter } from '../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from './api.ts';
import type { Api } from './api.ts';

export const API_VERSIONS_KEY = 18;
const HIGHEST = 2;

/**
 * Advertises what the broker understands, always from version 0 on. Given a higher minimum, librdkafka takes the broker
 * for an old one and falls back to message formats that are refused everywhere. Clients choose the highest common
 * version, and that one is understood.
 */
export function createApiVersionsApi(apis: () => readonly Api[]): Api {
  const api: Api = {
    key: API_VERSIONS_KEY,
    name: 'ApiVersions',
    versions: { lowest: 0, highest: HIGHEST },
    handle({ version }, response) {
      writeApis(response.int16(ErrorCode.NONE), [...apis(), api]);
      return version === 0 ? response : response.int32(NO_THROTTLE_MS);
    },
  };
  return api;
}

/**
 * The answer to a version of ApiVersions that is too new (KIP-511): the error and the list, in the encoding of version
 * 0. Every client can read that, and asks again.
 */
export function writeUnsupportedApiVersions(response: ProtocolWriter, apis: readonly Api[]): ProtocolWriter {
  return writeApis(response.int16(ErrorCode.UNSUPPORTED_VERSION), apis);
}

function writeApis(response: ProtocolWriter, apis: readonly Api[]): ProtocolWriter {
  return response.array(apis, ({ key, versions }) => response.int16(key).int16(0).int16(versions.highest));
}
