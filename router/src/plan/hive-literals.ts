const TEXT_LITERAL = /"(?:[^"\\]|\\.)*"/g;
const BACKSPACE = /(?<!\\)(?:\\\\)*\\b/;
const LONG_NUMBER = /\d{16}|[eE][+-]?\d{3}/;

/**
 * Whether the native planner gives the literals of an operation on as they are: it writes `\b` as `\u0010`, and keeps
 * numbers in 64 bits.
 */
export function isWrittenRightByHive(text: string): boolean {
  return !BACKSPACE.test(text) && !LONG_NUMBER.test(text.replaceAll(TEXT_LITERAL, ''));
}
