import { describe, expect, it } from 'vitest';
import { isSignedWebhook, signWebhook } from './webhook-signature.ts';

const SECRET = 'a secret of thirty-two characters';
const BODY = Buffer.from('{"id":"evt_1"}');
const AT = new Date('2026-06-01T12:00:00.900Z');
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

describe('the signature of a webhook', () => {
  it('holds for its body, its secret and five minutes', () => {
    const header = signWebhook(SECRET, BODY, AT);
    expect(isSignedWebhook(SECRET, BODY, header, AT)).toBe(true);
    expect(isSignedWebhook(SECRET, BODY, header, later(299))).toBe(true);
    expect(isSignedWebhook(SECRET, BODY, header, later(-299))).toBe(true);
    expect(isSignedWebhook(SECRET, BODY, header, later(301))).toBe(false);
    expect(isSignedWebhook(SECRET, BODY, header, later(-302))).toBe(false);
    expect(isSignedWebhook('another secret of this very kind', BODY, header, AT)).toBe(false);
    expect(isSignedWebhook(SECRET, Buffer.from('{"id":"evt_2"}'), header, AT)).toBe(false);
  });

  it('covers its time', () => {
    const header = signWebhook(SECRET, BODY, AT);
    expect(isSignedWebhook(SECRET, BODY, header.replace(/t=\d+/, `t=${AT.getTime() / 1_000 + 600}`), later(600))).toBe(
      false,
    );
  });

  it.each([undefined, '', 'v1=', 't=1', 't=1,v1=abc', `t=x,v1=${'a'.repeat(64)}`, `t=1,v1=${'g'.repeat(64)}`])(
    'is not %o',
    (header) => {
      expect(isSignedWebhook(SECRET, BODY, header, AT)).toBe(false);
    },
  );
});
