import { newId } from '@galleria/kit/identifiers';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpMailer, type Mail, type Mailer } from '../src/clients/smtp-mailer.ts';
import { startMailServer, type MailAccount, type MailServer } from './mail-server.ts';

let server: MailServer;
let mailer: Mailer;

afterEach(async () => {
  mailer.close();
  await server.stop();
});

async function start(account?: MailAccount): Promise<void> {
  server = await startMailServer(account);
  mailer = mailerTo(server.url);
}

const mailerTo = (url: string, timeoutMs = 15_000) =>
  createSmtpMailer({ url, from: 'Galleria <shop@galleria.example>', connections: 2, timeoutMs });

const mail = (email = 'ada@example.com'): Mail => ({
  id: newId(),
  subject: 'A line\r\nBcc: eve@example.com',
  text: 'Hello\n.\nAda',
  html: '<p>Hello</p>',
  to: { email, name: 'Ada "the first" <ada@evil.example>' },
  date: new Date('2026-01-31T12:00:00Z'),
});

describe('the mailer', () => {
  it('sends what it is given, and nothing that a name or a subject could smuggle in', async () => {
    await start();
    expect(await mailer.send(mail())).toMatchObject({ kind: 'SENT' });
    const [received] = server.mails;
    expect(received?.envelopeTo).toEqual(['ada@example.com']);
    expect(received?.subject).toBe('A line Bcc: eve@example.com');
    expect(received?.to).toEqual([{ name: 'Ada "the first" <ada@evil.example>', address: 'ada@example.com' }]);
    expect(received?.text?.trimEnd()).toBe('Hello\n.\nAda');
    expect(received?.date).toBe('2026-01-31T12:00:00.000Z');
    expect(received?.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('tells a mail that is never taken from one that is not taken now', async () => {
    await start();
    server.answer('gone@example.com', 550);
    server.answer('busy@example.com', 451);
    expect(await mailer.send(mail('gone@example.com'))).toMatchObject({
      kind: 'REFUSED',
      answer: { code: 550, text: 'as the test asked' },
    });
    expect(await mailer.send(mail('busy@example.com'))).toMatchObject({
      kind: 'DEFERRED',
      answer: { code: 451, text: 'as the test asked' },
    });
    expect(await mailer.send(mail())).toMatchObject({ kind: 'SENT' });
  });

  it('keeps the words of the mail server when it takes a mail', async () => {
    await start();
    expect((await mailer.send(mail())).answer).toEqual({ code: 250, text: 'OK: message queued' });
  });

  it.each(['greeting', 'recipient', 'mail'] as const)(
    'waits no longer than it may for a server that hangs at the %s',
    async (at) => {
      await start();
      mailer = mailerTo(server.url, 1_500);
      server.hang(at);
      expect(await mailer.send(mail())).toMatchObject({ kind: 'UNREACHABLE', answer: { code: null } });
      server.hang(null);
      expect(await mailer.send(mail())).toMatchObject({ kind: 'SENT' });
    },
  );

  it('finds its way back to a server that was away, however many mails failed meanwhile', async () => {
    await start();
    await mailer.send(mail());
    await server.stop();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => mailer.send(mail())));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['UNREACHABLE']));
    await server.restart();
    expect(await mailer.send(mail())).toMatchObject({ kind: 'SENT' });
  });

  it('signs in with the user and password of its URL, whatever characters these have', async () => {
    await start({ user: 'shop@galleria.example', password: 'p:/@ss' });
    mailer = mailerTo(server.url.replace('//', '//shop%40galleria.example:p%3A%2F%40ss@'));
    expect(await mailer.send(mail())).toMatchObject({ kind: 'SENT' });
  });

  it('takes a wrong password for an outage: no mail is at fault, and somebody will repair it', async () => {
    await start({ user: 'shop', password: 'right' });
    mailer = mailerTo(server.url.replace('//', '//shop:wrong@'));
    expect(await mailer.send(mail())).toMatchObject({ kind: 'UNREACHABLE' });
    mailer = mailerTo(server.url);
    expect(await mailer.send(mail())).toMatchObject({ kind: 'UNREACHABLE' });
  });
});
