import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How far apart the clocks of sender and receiver may be, and how long a delivery may take. An older one may be a
 * replay.
 */
const TOLERANCE_SECONDS = 300;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over the time and the body, the scheme that Stripe made common. */
export function signWebhook(secret: string, body: Buffer, at: Date): string {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  return `t=${seconds},v1=${digestOf(secret, seconds, body).toString('hex')}`;
}

/** Whether the header signs this body with the secret, and was made just now. Takes as long for any wrong signature. */
export function isSignedWebhook(secret: string, body: Buffer, header: string | undefined, now: Date): boolean {
  const { seconds = '', signature = '' } =
    /^t=(?<seconds>\d{1,12}),v1=(?<signature>[\da-f]{64})$/.exec(header ?? '')?.groups ?? {};
  if (signature === '') return false;
  const isGenuine = timingSafeEqual(digestOf(secret, seconds, body), Buffer.from(signature, 'hex'));
  return isGenuine && Math.abs(now.getTime() / 1_000 - Number(seconds)) <= TOLERANCE_SECONDS;
}

function digestOf(secret: string, seconds: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}
