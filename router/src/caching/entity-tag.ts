import { createHash } from 'node:crypto';

/** The ETag of an answer; the same text as another media type is another one (RFC 9110, section 8.8.3). */
export function entityTag(mediaType: string, text: string): string {
  return `"${createHash('sha1').update(mediaType).update('\n').update(text).digest('base64url')}"`;
}

const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether a client has it: what If-None-Match holds (section 13.1.2), which compares weakly. */
export function holdsTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return [...ifNoneMatch.matchAll(TAG)].some(([, opaque]) => opaque === tag);
}
