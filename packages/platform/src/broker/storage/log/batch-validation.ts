import { ErrorCode, ProtocolError } from '../../wire/error-code.ts';
import {
  BATCH_HEADER_BYTES,
  compressionOf,
  isBatchIntact,
  isControlBatch,
  isTransactional,
  readBatchHeader,
} from '../../wire/record-batch.ts';
import type { BatchHeader } from '../../wire/record-batch.ts';

const HIGHEST_COMPRESSION_CODEC = 4;

export interface ValidBatch extends BatchHeader {
  readonly batch: Buffer;
}

/**
 * Checks what a producer sent for one partition: exactly one whole batch of version 2 whose checksum and counts agree.
 * Throws ProtocolError with the code that Apache Kafka gives.
 */
export function validateBatch(records: Buffer | null, maximumBytes: number): ValidBatch {
  if (!records || records.length < BATCH_HEADER_BYTES) throw corrupt('There is no whole record batch');
  const header = readBatchHeader(records);
  if (header.magic !== 2) {
    const message = `Message format ${header.magic} is not supported, only 2 is`;
    throw new ProtocolError(ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, message);
  }
  if (header.size > records.length || header.size < BATCH_HEADER_BYTES) throw corrupt('The batch is cut off');
  if (header.size < records.length) throw invalid('Exactly one batch is allowed for a partition');
  if (header.size > maximumBytes) {
    throw new ProtocolError(ErrorCode.MESSAGE_TOO_LARGE, `Batch of ${header.size} bytes, at most ${maximumBytes}`);
  }
  if (!isBatchIntact(records)) throw corrupt('The checksum does not match');
  requireSensibleHeader(header);
  return { ...header, batch: records };
}

function requireSensibleHeader(header: BatchHeader): void {
  if (header.recordCount < 1 || header.lastOffsetDelta !== header.recordCount - 1) {
    throw invalid('The number of records does not match the offsets');
  }
  if (isTransactional(header) || isControlBatch(header)) {
    throw new ProtocolError(ErrorCode.INVALID_REQUEST, 'Transactions are not supported');
  }
  if (compressionOf(header) > HIGHEST_COMPRESSION_CODEC) throw invalid('Unknown compression');
  const isIdempotent = header.producerId >= 0;
  if (isIdempotent && (header.baseSequence < 0 || header.producerEpoch < 0)) {
    throw invalid('An idempotent producer needs an epoch and a sequence');
  }
}

function corrupt(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.CORRUPT_MESSAGE, message);
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.INVALID_RECORD, message);
}
