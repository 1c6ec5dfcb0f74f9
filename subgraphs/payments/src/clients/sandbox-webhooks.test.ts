import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SANDBOX_SIGNATURE_HEADER, type SandboxEvent } from './sandbox-events.ts';
import { createSandboxWebhooks, type SandboxWebhooks } from './sandbox-webhooks.ts';
import { isSignedWebhook } from './webhook-signature.ts';

const SECRET = 'what only the sandbox and its customer know';
const EVENT: SandboxEvent = {
  ...{ id: 'evt_1', type: 'charge.captured', key: 'key', reference: 'ref', amountMinor: 1, currency: 'EUR' },
};
const clock = () => new Date();
const logger = createLogger({ service: 'test', level: 'silent' });

let received: { body: Buffer; signature: string }[];
let refusals: number;
let server: Server;
let webhooks: SandboxWebhooks;
beforeEach(async () => {
  received = [];
  refusals = 0;
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      received.push({ body, signature: String(request.headers[SANDBOX_SIGNATURE_HEADER]) });
      response.writeHead(received.length <= refusals ? 503 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  webhooks = createSandboxWebhooks({ secret: SECRET, clock, logger });
});
afterEach(async () => {
  await webhooks.stop();
  server.closeAllConnections();
  server.close();
});
const listen = () => webhooks.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/sandbox`);

describe('webhooks of the sandbox', () => {
  it('arrive signed', async () => {
    listen();
    webhooks.send(EVENT);
    await vi.waitFor(() => expect(received).toHaveLength(1), PATIENCE);
    const [{ body, signature } = { body: Buffer.alloc(0), signature: '' }] = received;
    expect(JSON.parse(body.toString())).toEqual(EVENT);
    expect(isSignedWebhook(SECRET, body, signature, clock())).toBe(true);
  });

  it('come again until they are taken', async () => {
    refusals = 1;
    listen();
    webhooks.send(EVENT);
    await vi.waitFor(() => expect(received).toHaveLength(2), PATIENCE);
    expect(received[1]?.body.equals(received[0]?.body ?? Buffer.alloc(0))).toBe(true);
  });

  it('go nowhere without an address, and end with the process', async () => {
    webhooks.send(EVENT);
    refusals = 10;
    listen();
    webhooks.send(EVENT);
    await vi.waitFor(() => expect(received).toHaveLength(1), PATIENCE);
    await webhooks.stop();
    webhooks.send(EVENT);
    expect(received).toHaveLength(1);
  });
});
