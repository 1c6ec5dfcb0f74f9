/** One HTTP/1.1 message as it came. */
export interface HttpMessage {
  /** The first line and the headers, as text. */
  readonly head: string;
  readonly body: Buffer;
}

const END_OF_HEAD = '\r\n\r\n';
const CONTENT_LENGTH = /^content-length: *(\d+)\r?$/im;
const CHUNKED = /^transfer-encoding: *chunked\r?$/im;

/**
 * Cuts what comes over one connection into messages, with as little work as can be: load and subgraphs must not be what
 * a router waits for. For peers that can be trusted, and for bodies with a length or in chunks.
 */
export function createMessageReader(onMessage: (message: HttpMessage) => void): (part: Buffer) => void {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  return (part) => {
    parts.push(part);
    held += part.length;
    if (held < wanted) return;
    let bytes = parts.length === 1 ? part : Buffer.concat(parts, held);
    for (;;) {
      const found = readMessage(bytes);
      if (typeof found === 'number') {
        wanted = found;
        break;
      }
      bytes = bytes.subarray(found.end);
      onMessage(found);
    }
    parts = bytes.length === 0 ? [] : [bytes];
    held = bytes.length;
  };
}

/** A message and where it ends, or how many bytes there have to be before it is worth another look. */
function readMessage(bytes: Buffer): (HttpMessage & { readonly end: number }) | number {
  const headEnd = bytes.indexOf(END_OF_HEAD);
  if (headEnd === -1) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, headEnd);
  const start = headEnd + END_OF_HEAD.length;
  const length = CONTENT_LENGTH.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return bytes.length < end ? end : { head, body: bytes.subarray(start, end), end };
  }
  if (CHUNKED.test(head)) return readChunks(head, bytes, start) ?? bytes.length + 1;
  return { head, body: Buffer.alloc(0), end: start };
}

function readChunks(head: string, bytes: Buffer, start: number) {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { head, body: Buffer.concat(chunks), end: end + 2 };
    chunks.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
