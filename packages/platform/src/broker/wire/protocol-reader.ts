/** Bytes that are no Kafka request. The connection that sent them is closed, as Apache Kafka does. */
export class MalformedFrameError extends Error {
  readonly code = 'MALFORMED_FRAME';
  readonly kind = 'invalid';
  readonly retriable = false;

  constructor(message: string) {
    super(message);
    this.name = 'MalformedFrameError';
  }
}

/**
 * A cursor over the primitive types of the Kafka protocol (non-flexible encodings). No length sent by a client is
 * trusted: every read checks the bounds and throws MalformedFrameError.
 */
export class ProtocolReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#take(1));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  /**
   * A 64-bit integer as a number; offsets, timestamps and producer ids stay far below 2^53, other values are refused.
   */
  int64(): number {
    const value = Number(this.#bytes.readBigInt64BE(this.#take(8)));
    if (!Number.isSafeInteger(value)) throw new MalformedFrameError(`64-bit integer out of range: ${value}`);
    return value;
  }

  string(): string {
    const value = this.nullableString();
    if (value === null) throw new MalformedFrameError('A string that may not be null is null');
    return value;
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length === -1) return null;
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  bytes(): Buffer {
    const value = this.nullableBytes();
    if (value === null) throw new MalformedFrameError('Bytes that may not be null are null');
    return value;
  }

  /** A view of the frame, not a copy: whoever keeps it beyond the request keeps the whole frame in memory. */
  nullableBytes(): Buffer | null {
    const length = this.int32();
    if (length === -1) return null;
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  array<T>(readItem: (reader: this) => T): T[] {
    return this.nullableArray(readItem) ?? [];
  }

  nullableArray<T>(readItem: (reader: this) => T): T[] | null {
    const count = this.int32();
    if (count === -1) return null;
    // Every item takes at least one byte: a count beyond that is a lie and must not size an allocation.
    if (count < 0 || count > this.remaining) throw new MalformedFrameError(`Array of ${count} items does not fit`);
    const items: T[] = [];
    for (let index = 0; index < count; index += 1) items.push(readItem(this));
    return items;
  }

  #take(length: number): number {
    if (length < 0 || length > this.remaining) {
      throw new MalformedFrameError(`${length} bytes wanted, ${this.remaining} left`);
    }
    const start = this.#position;
    this.#position += length;
    return start;
  }
}
