import type { ProducerIds } from '../../storage/producer-ids.ts';
import { ErrorCode } from '../../wire/error-code.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

const FIRST_EPOCH = 0;

/** InitProducerId: makes a producer idempotent. A transactional id is refused. */
export function createInitProducerIdApi({ producerIds }: { producerIds: ProducerIds }): Api {
  return {
    key: 22,
    name: 'InitProducerId',
    versions: { lowest: 0, highest: 1 },
    handle({ body }, response) {
      const transactionalId = body.nullableString();
      body.int32(); // transaction timeout
      response.int32(NO_THROTTLE_MS);
      if (transactionalId !== null) return response.int16(ErrorCode.INVALID_REQUEST).int64(-1).int16(-1);
      return response.int16(ErrorCode.NONE).int64(producerIds.next()).int16(FIRST_EPOCH);
    },
  };
}
