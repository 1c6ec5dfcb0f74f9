import { readFileSync } from 'node:fs';

/** A file that is not UTF-8 text: `offset` is where that shows, in bytes. */
export class NotUtf8 extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`not UTF-8 from byte ${offset + 1} on`);
    this.offset = offset;
  }
}

/**
 * A text file, however an editor has written it: without its byte order mark, and with `\n` at the end of lines, so
 * that the same text composes to the same supergraph everywhere. Throws `NotUtf8`, and what the file system throws.
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  const offset = firstInvalidByte(bytes, text);
  if (offset !== undefined) throw new NotUtf8(offset);
  return plainText(text);
}

export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}

/** Decoding puts U+FFFD where it cannot go on; a file may also have one of its own. */
function firstInvalidByte(bytes: Buffer, text: string): number | undefined {
  const again = Buffer.from(text, 'utf8');
  if (bytes.equals(again)) return undefined;
  return bytes.findIndex((byte, index) => byte !== again[index]);
}
