import { MalformedFrameError } from './protocol-reader.ts';

const LENGTH_PREFIX_BYTES = 4;
/** Key, version and correlation id: nothing shorter can be a request. */
const SMALLEST_FRAME_BYTES = 8;

export interface FrameSplitter {
  /** Takes the next chunk of a socket and returns the frames that it completes, without their length prefix. */
  push(chunk: Buffer): Buffer[];
}

/**
 * Cuts a byte stream into the length-prefixed frames of the Kafka protocol.
 * `push` throws MalformedFrameError as soon as a length prefix is out of bounds, before any of that frame is buffered.
 */
export function createFrameSplitter({ maximumFrameBytes }: { maximumFrameBytes: number }): FrameSplitter {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = LENGTH_PREFIX_BYTES;

  return {
    push(chunk) {
      chunks.push(chunk);
      buffered += chunk.length;
      if (buffered < wanted) return [];

      let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks, buffered);
      const frames: Buffer[] = [];
      wanted = LENGTH_PREFIX_BYTES;
      while (rest.length >= LENGTH_PREFIX_BYTES) {
        wanted = LENGTH_PREFIX_BYTES + frameLength(rest, maximumFrameBytes);
        if (rest.length < wanted) break;
        frames.push(rest.subarray(LENGTH_PREFIX_BYTES, wanted));
        rest = rest.subarray(wanted);
        wanted = LENGTH_PREFIX_BYTES;
      }
      chunks = rest.length > 0 ? [rest] : [];
      buffered = rest.length;
      return frames;
    },
  };
}

function frameLength(bytes: Buffer, maximumFrameBytes: number): number {
  const length = bytes.readInt32BE(0);
  if (length < SMALLEST_FRAME_BYTES || length > maximumFrameBytes) {
    const looksLikeTls = bytes[0] === 0x16 && bytes[1] === 0x03;
    const hint = looksLikeTls ? '; this looks like TLS, which this broker does not speak' : '';
    throw new MalformedFrameError(
      `Frame of ${length} bytes is outside ${SMALLEST_FRAME_BYTES}..${maximumFrameBytes}${hint}`,
    );
  }
  return length;
}
