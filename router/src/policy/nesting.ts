import { Lexer, Source, TokenKind } from 'graphql';
import { routerErrors } from '../errors.ts';

/** Far more than any operation within the limits has, far less than what exhausts the stack of a recursive parser. */
const MOST_OPEN_BRACKETS = 200;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses, with OPERATION_TOO_LARGE, a document with hundreds of brackets inside each other: graphql-js parses, and
 * everybody visits, by recursion. What else is wrong with it the parser says better.
 */
export function requireShallow(document: string): void {
  if (!couldBeDeep(document)) return;
  const lexer = new Lexer(new Source(document));
  for (let open = 0; ;) {
    const kind = nextKind(lexer);
    if (kind === TokenKind.EOF) return;
    if (CLOSING.has(kind)) open -= 1;
    if (OPENING.has(kind)) open += 1;
    if (open > MOST_OPEN_BRACKETS) throw routerErrors.OPERATION_TOO_LARGE({ reason: 'NESTING' });
  }
}

/** What is no token ends the document: the parser comes no further either. */
function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

/** Most documents have fewer brackets in all. */
function couldBeDeep(document: string): boolean {
  let count = 0;
  for (let index = 0; index < document.length; index += 1) {
    const code = document.charCodeAt(index);
    if (code === 0x7b || code === 0x5b || code === 0x28) count += 1;
  }
  return count > MOST_OPEN_BRACKETS;
}
