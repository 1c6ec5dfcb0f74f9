import { ErrorCode } from '../../wire/error-code.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';
import { NODE_ID } from '../topics/metadata.ts';
import type { AdvertisedAddress } from '../topics/metadata.ts';

const KEY_TYPE_GROUP = 0;

/** FindCoordinator: this node, for every group. Transaction coordinators there are none. */
export function createFindCoordinatorApi({ address }: { address: () => AdvertisedAddress }): Api {
  return {
    key: 10,
    name: 'FindCoordinator',
    versions: { lowest: 1, highest: 2 },
    handle({ body }, response) {
      body.string(); // group or transactional id
      const keyType = body.int8();
      response.int32(NO_THROTTLE_MS);
      if (keyType !== KEY_TYPE_GROUP) {
        response.int16(ErrorCode.INVALID_REQUEST).nullableString('The embedded broker does not support transactions');
        return response.int32(-1).string('').int32(-1);
      }
      const { host, port } = address();
      return response.int16(ErrorCode.NONE).nullableString(null).int32(NODE_ID).string(host).int32(port);
    },
  };
}
