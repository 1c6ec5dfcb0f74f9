const INITIAL_CAPACITY = 256;

/** A growing buffer for the primitive types of the Kafka protocol (non-flexible encodings). Methods chain. */
export class ProtocolWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_CAPACITY);
  #length = 0;

  int8(value: number): this {
    const position = this.#reserve(1);
    this.#bytes.writeInt8(value, position);
    return this;
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  int16(value: number): this {
    const position = this.#reserve(2);
    this.#bytes.writeInt16BE(value, position);
    return this;
  }

  int32(value: number): this {
    const position = this.#reserve(4);
    this.#bytes.writeInt32BE(value, position);
    return this;
  }

  int64(value: number): this {
    const position = this.#reserve(8);
    this.#bytes.writeBigInt64BE(BigInt(value), position);
    return this;
  }

  string(value: string): this {
    const length = Buffer.byteLength(value);
    this.int16(length);
    const position = this.#reserve(length);
    this.#bytes.write(value, position);
    return this;
  }

  nullableString(value: string | null): this {
    return value === null ? this.int16(-1) : this.string(value);
  }

  bytes(value: Uint8Array): this {
    this.int32(value.length);
    const position = this.#reserve(value.length);
    this.#bytes.set(value, position);
    return this;
  }

  nullableBytes(value: Uint8Array | null): this {
    return value === null ? this.int32(-1) : this.bytes(value);
  }

  array<T>(items: readonly T[], writeItem: (item: T, writer: this) => void): this {
    this.int32(items.length);
    for (const item of items) writeItem(item, this);
    return this;
  }

  nullableArray<T>(items: readonly T[] | null, writeItem: (item: T, writer: this) => void): this {
    return items === null ? this.int32(-1) : this.array(items, writeItem);
  }

  /** The bytes written so far; a view that later writes may overwrite. */
  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): number {
    const start = this.#length;
    const needed = start + length;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, start);
      this.#bytes = grown;
    }
    this.#length = needed;
    return start;
  }
}
