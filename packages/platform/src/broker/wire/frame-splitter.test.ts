import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameSplitter } from './frame-splitter.ts';
import { MalformedFrameError } from './protocol-reader.ts';

const maximumFrameBytes = 100;

describe('The frame splitter', () => {
  it('finds the same frames however the stream is cut into chunks', () => {
    const frames = fc.array(fc.uint8Array({ minLength: 8, maxLength: maximumFrameBytes }), { maxLength: 8 });
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (contents, cuts) => {
        const stream = Buffer.concat(contents.flatMap((content) => [lengthPrefix(content.length), content]));
        const splitter = createFrameSplitter({ maximumFrameBytes });
        const found: Buffer[] = [];
        for (let position = 0, turn = 0; position < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          found.push(...splitter.push(stream.subarray(position, position + size)));
          position += size;
        }
        expect(found.map((frame) => frame.toString('hex'))).toEqual(
          contents.map((c) => Buffer.from(c).toString('hex')),
        );
      }),
    );
  });

  it.each([0, 7, -1, maximumFrameBytes + 1, 0x7fffffff])('refuses a frame of %i bytes before it has come', (length) => {
    const splitter = createFrameSplitter({ maximumFrameBytes });
    expect(() => splitter.push(lengthPrefix(length))).toThrow(MalformedFrameError);
  });

  it('tells a client that speaks TLS what is wrong', () => {
    const splitter = createFrameSplitter({ maximumFrameBytes });
    expect(() => splitter.push(Buffer.from('1603010200', 'hex'))).toThrow('TLS');
  });
});

function lengthPrefix(length: number): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(length);
  return prefix;
}
