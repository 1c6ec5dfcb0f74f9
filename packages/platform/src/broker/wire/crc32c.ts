const CASTAGNOLI_REVERSED = 0x82f63b78;
const SLICES = 8;
const tables = buildTables();

/**
 * CRC-32C (Castagnoli) as RecordBatch version 2 uses it, eight bytes a step ("slicing-by-8", Kounavis and Berry 2005).
 * node:zlib has only the other polynomial.
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = 0xffffffff;
  let at = start;
  for (const last = end - SLICES; at <= last; at += SLICES) {
    crc ^= byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    crc =
      entry(t7, crc & 0xff) ^
      entry(t6, (crc >>> 8) & 0xff) ^
      entry(t5, (crc >>> 16) & 0xff) ^
      entry(t4, crc >>> 24) ^
      entry(t3, byte(bytes, at + 4)) ^
      entry(t2, byte(bytes, at + 5)) ^
      entry(t1, byte(bytes, at + 6)) ^
      entry(t0, byte(bytes, at + 7));
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ entry(t0, (crc ^ byte(bytes, at)) & 0xff);
  return ~crc >>> 0;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function entry(table: Int32Array, index: number): number {
  return table[index] as number;
}

type Tables = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

function buildTables(): Tables {
  const built = Array.from({ length: SLICES }, () => new Int32Array(256)) as Tables;
  for (let index = 0; index < 256; index += 1) {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ CASTAGNOLI_REVERSED : crc >>> 1;
    built[0][index] = crc;
  }
  for (let slice = 1; slice < SLICES; slice += 1) {
    const previous = built[slice - 1] as Int32Array;
    const current = built[slice] as Int32Array;
    for (let index = 0; index < 256; index += 1) {
      const crc = entry(previous, index);
      current[index] = (crc >>> 8) ^ entry(built[0], crc & 0xff);
    }
  }
  return built;
}
