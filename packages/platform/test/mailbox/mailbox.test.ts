import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../src/mailbox/mail.ts';
import { startMailbox, type Mailbox } from '../../src/mailbox/mailbox.ts';

let directory: string;
let mailbox: Mailbox;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-mailbox-'));
  mailbox = await open();
});

afterEach(async () => {
  await mailbox.stop();
  await rm(directory, { recursive: true });
});

describe('the mailbox', () => {
  it('catches what is sent by SMTP and gives it back with text, HTML and attachments', async () => {
    await send({
      from: 'Galleria <shop@galleria.example>',
      to: 'ada@galleria.example',
      subject: 'Order confirmed: Vase “Alba”, 49,00 €',
      text: 'Thank you, Ada.',
      html: '<p>Thank you, <b>Ada</b>.</p>',
      attachments: [{ filename: 'invoice.txt', content: 'paid' }],
    });
    expect(await messages('?to=ada@galleria.example')).toMatchObject([
      {
        from: 'Galleria <shop@galleria.example>',
        recipients: ['ada@galleria.example'],
        subject: 'Order confirmed: Vase “Alba”, 49,00 €',
        text: expect.stringContaining('Thank you, Ada.') as string,
        html: expect.stringContaining('<b>Ada</b>') as string,
        attachments: [{ name: 'invoice.txt', type: 'text/plain', bytes: 4 }],
      },
    ]);
    expect(await messages('?to=grace@galleria.example')).toEqual([]);
  });

  it('accepts clients that insist on signing in', async () => {
    await send(
      { from: 'shop@galleria.example', to: 'ada@galleria.example', subject: 'Signed in' },
      { user: 'shop', pass: 'any' },
    );
    expect((await messages()).map(({ subject }) => subject)).toEqual(['Signed in']);
  });

  it('refuses a mail that is too large, keeps nothing of it, and takes the next', async () => {
    const large = 'x'.repeat(11 * 1024 * 1024);
    await expect(
      send({ from: 'shop@galleria.example', to: 'ada@galleria.example', subject: 'Large', text: large }),
    ).rejects.toMatchObject({ responseCode: 552 });
    await send({ from: 'shop@galleria.example', to: 'ada@galleria.example', subject: 'Small' });
    expect((await messages()).map(({ subject }) => subject)).toEqual(['Small']);
  });

  it('shows each mail on a page, its HTML apart under a policy that allows only its links', async () => {
    await send({
      from: 'shop@galleria.example',
      to: 'ada@galleria.example',
      subject: 'Hello',
      html: '<script>steal()</script><p>Hi</p>',
    });
    const [mail] = await messages();
    const list = await get('/');
    expect(await list.text()).toContain('Hello');
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get(`/messages/${mail?.id}`)).status).toBe(200);
    const framed = await get(`/messages/${mail?.id}/html`);
    expect(framed.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox",
    );
    expect((await get('/messages/none')).status).toBe(404);
  });

  it('serves the style and script that its own policy allows', async () => {
    expect((await get('/mailbox.css')).headers.get('content-type')).toContain('text/css');
    expect((await get('/mailbox.js')).headers.get('content-type')).toContain('text/javascript');
  });

  it('forgets all mails when it is told to', async () => {
    await send({ from: 'shop@galleria.example', to: 'ada@galleria.example', subject: 'Gone' });
    expect((await fetch(`${mailbox.url}/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await messages()).toEqual([]);
  });

  it('still has its mails after a restart', async () => {
    await send({ from: 'shop@galleria.example', to: 'ada@galleria.example', subject: 'Kept' });
    await mailbox.stop();
    mailbox = await open();
    expect((await messages()).map(({ subject }) => subject)).toEqual(['Kept']);
  });

  it('says that it is up and ready', async () => {
    expect((await get('/health')).status).toBe(200);
    expect((await get('/ready')).status).toBe(200);
  });

  it('answers a wrong limit with what is wrong', async () => {
    const answer = await get('/messages?limit=many');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('limit');
  });
});

function open(): Promise<Mailbox> {
  const logger = createLogger({ service: 'mailbox', level: 'silent' });
  return startMailbox({ host: '127.0.0.1', port: 0, smtpPort: 0, directory, logger });
}

async function send(mail: object, auth?: { user: string; pass: string }): Promise<void> {
  const { hostname, port } = new URL(mailbox.smtpUrl);
  const transport = createTransport({ host: hostname, port: Number(port), ...(auth === undefined ? {} : { auth }) });
  try {
    await transport.sendMail(mail);
  } finally {
    transport.close();
  }
}

function get(path: string): Promise<Response> {
  return fetch(mailbox.url + path);
}

async function messages(query = ''): Promise<Mail[]> {
  return (await (await get(`/messages${query}`)).json()) as Mail[];
}
