import { ErrorCode, ProtocolError } from '../wire/error-code.ts';
import type { BatchHeader } from '../wire/record-batch.ts';

/** How many batches a producer may have in flight, and so how many a retry may repeat (KIP-98). */
const REMEMBERED_BATCHES = 5;
/** Producers are forgotten, the longest silent first, beyond this number. */
const REMEMBERED_PRODUCERS = 10_000;
const SEQUENCE_MODULUS = 2 ** 31;

interface RememberedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

interface ProducerState {
  readonly epoch: number;
  readonly batches: readonly RememberedBatch[];
}

/** What one partition knows of its idempotent producers: enough to recognise a repeated batch and to refuse a gap. */
export interface ProducerStates {
  /**
   * The base offset that a batch already has if it repeats an earlier one, or null if it is new.
   * Throws ProtocolError for a batch out of sequence or from a producer whose epoch is over.
   */
  offsetOfRepeat(header: BatchHeader): number | null;
  /** Notes a batch that is in the log. */
  note(header: BatchHeader): void;
}

export function createProducerStates(): ProducerStates {
  const states = new Map<number, ProducerState>();

  return {
    offsetOfRepeat(header) {
      const state = states.get(header.producerId);
      if (header.producerId < 0 || !state) return null;
      if (header.producerEpoch < state.epoch) {
        throw new ProtocolError(ErrorCode.INVALID_PRODUCER_EPOCH, 'A newer epoch of this producer exists');
      }
      if (header.producerEpoch > state.epoch) return requireSequence(header, 0);
      const lastSequence = lastSequenceOf(header);
      const repeated = state.batches.find(
        (batch) => batch.firstSequence === header.baseSequence && batch.lastSequence === lastSequence,
      );
      return repeated ? repeated.baseOffset : requireSequence(header, nextSequenceOf(state));
    },

    note(header) {
      if (header.producerId < 0) return;
      const known = states.get(header.producerId);
      const earlier = known?.epoch === header.producerEpoch ? known.batches : [];
      const { baseOffset, baseSequence: firstSequence } = header;
      const batches = [...earlier, { firstSequence, lastSequence: lastSequenceOf(header), baseOffset }];
      // Deleting first moves the producer to the end of the map, which is kept in order of last use.
      states.delete(header.producerId);
      states.set(header.producerId, { epoch: header.producerEpoch, batches: batches.slice(-REMEMBERED_BATCHES) });
      const [longestSilent] = states.keys();
      if (states.size > REMEMBERED_PRODUCERS && longestSilent !== undefined) states.delete(longestSilent);
    },
  };
}

function requireSequence(header: BatchHeader, expected: number): null {
  if (header.baseSequence === expected) return null;
  const message = `Producer ${header.producerId} sent sequence ${header.baseSequence}, expected ${expected}`;
  throw new ProtocolError(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, message);
}

/** Sequences are non-negative 32-bit integers that wrap to zero. */
function lastSequenceOf(header: BatchHeader): number {
  return (header.baseSequence + header.lastOffsetDelta) % SEQUENCE_MODULUS;
}

function nextSequenceOf(state: ProducerState): number {
  const last = state.batches.at(-1);
  return last ? (last.lastSequence + 1) % SEQUENCE_MODULUS : 0;
}
