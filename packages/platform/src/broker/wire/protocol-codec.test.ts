import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedFrameError, ProtocolReader } from './protocol-reader.ts';
import { ProtocolWriter } from './protocol-writer.ts';

const int = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const everything = fc.record({
  int8: int(8),
  int16: int(16),
  int32: int(32),
  int64: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  string: text,
  nullableString: fc.option(text),
  bytes: fc.uint8Array({ maxLength: 600 }),
  nullableBytes: fc.option(fc.uint8Array({ maxLength: 20 })),
  array: fc.array(text, { maxLength: 20 }),
  nullableArray: fc.option(fc.array(int(32))),
});
type Everything = typeof everything extends fc.Arbitrary<infer Value> ? Value : never;

describe('The protocol reader', () => {
  it('reads back whatever the writer wrote and nothing more', () => {
    fc.assert(
      fc.property(everything, (value) => {
        const reader = new ProtocolReader(write(value));
        expect(read(reader)).toEqual(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('refuses every frame that is cut off, and nothing else happens', () => {
    fc.assert(
      fc.property(everything, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, share) => {
        const bytes = write(value);
        const reader = new ProtocolReader(bytes.subarray(0, Math.floor(bytes.length * share)));
        expect(() => read(reader)).toThrow(MalformedFrameError);
      }),
    );
  });

  it('takes no length on trust', () => {
    const announcing = (count: number) => new ProtocolReader(new ProtocolWriter().int32(count).toBuffer());
    for (const length of [-2, 1, 0x7fffffff, -0x80000000]) {
      expect(() => announcing(length).bytes()).toThrow(MalformedFrameError);
      expect(() => announcing(length).array(() => 0)).toThrow(MalformedFrameError);
    }
    expect(() => new ProtocolReader(Buffer.from('fffe', 'hex')).nullableString()).toThrow(MalformedFrameError);
  });

  it('refuses a null where none is allowed and an integer that a number cannot hold', () => {
    expect(() => new ProtocolReader(Buffer.from('ffff', 'hex')).string()).toThrow(MalformedFrameError);
    expect(() => new ProtocolReader(Buffer.from('ffffffff', 'hex')).bytes()).toThrow(MalformedFrameError);
    expect(() => new ProtocolReader(Buffer.from('7fffffffffffffff', 'hex')).int64()).toThrow(MalformedFrameError);
  });
});

function write(value: Everything): Buffer {
  const writer = new ProtocolWriter().int8(value.int8).int16(value.int16).int32(value.int32).int64(value.int64);
  writer.boolean(value.boolean).string(value.string).nullableString(value.nullableString);
  writer.bytes(value.bytes).nullableBytes(value.nullableBytes);
  writer.array(value.array, (item) => writer.string(item));
  return writer.nullableArray(value.nullableArray, (item) => writer.int32(item)).toBuffer();
}

function read(reader: ProtocolReader): Everything {
  return {
    int8: reader.int8(),
    int16: reader.int16(),
    int32: reader.int32(),
    int64: reader.int64(),
    boolean: reader.boolean(),
    string: reader.string(),
    nullableString: reader.nullableString(),
    bytes: new Uint8Array(reader.bytes()),
    nullableBytes: plain(reader.nullableBytes()),
    array: reader.array(() => reader.string()),
    nullableArray: reader.nullableArray(() => reader.int32()),
  };
}

function plain(bytes: Buffer | null): Uint8Array<ArrayBuffer> | null {
  return bytes && new Uint8Array(bytes);
}
