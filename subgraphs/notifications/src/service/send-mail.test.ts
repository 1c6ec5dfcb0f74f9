import { createLogger } from '@galleria/kit/logger';
import { describe, expect, it } from 'vitest';
import type { Mail } from '../clients/smtp-mailer.ts';
import type { SendOutcome } from '../domain/delivery.ts';
import type { DueMail } from '../domain/notification.ts';
import { createSendMail } from './send-mail.ts';
import { createTokenSeal } from './token-seal.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const TOKEN = 'the-secret-of-a-link';
const tokenSeal = createTokenSeal('a secret of at least thirty-two characters');

function due(changes: Partial<DueMail> = {}): DueMail {
  return {
    notificationId: 'n1',
    leaseId: 'l1',
    userId: 'u1',
    kind: 'PASSWORD_RESET',
    occasion: { kind: 'PASSWORD_RESET', expiresAt: '2026-01-31T13:00:00.000Z' },
    recipient: { email: 'ada@example.com', name: 'Ada', language: 'en' },
    sealedToken: tokenSeal.seal(TOKEN, 'n1'),
    expiresAt: new Date('2026-01-31T13:00:00Z'),
    attempts: 1,
    correlationId: 'c1',
    createdAt: NOW,
    ...changes,
  };
}

/** A sender whose mail server answers so, with what it was given and what was logged. */
function sender(outcome: SendOutcome) {
  const mails: Mail[] = [];
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', level: 'trace' }, { write: (line) => void lines.push(line) });
  const send = createSendMail({
    mailer: { send: async (mail) => (mails.push(mail), outcome) },
    unitOfWork: () => Promise.reject(new Error('not noted in these tests')),
    clock: () => NOW,
    random: () => 1,
    tokenSeal,
    shopUrl: 'https://galleria.example',
    logger,
  });
  return { send, mails, lines };
}

const SENT: SendOutcome = { kind: 'SENT', answer: { code: 250, text: 'queued for ada@example.com' } };

describe('sending a mail with a one-time link', () => {
  it('writes the token into the link', async () => {
    const { send, mails } = sender(SENT);
    expect((await send(due())).outcome).toBe('SENT');
    expect(mails[0]?.text).toContain(`https://galleria.example/reset-password?token=${TOKEN}`);
  });

  it('does not send a link that has stopped working, nor one that cannot be read any more', async () => {
    const { send, mails } = sender(SENT);
    expect((await send(due({ expiresAt: NOW }))).outcome).toBe('EXPIRED');
    expect((await send(due({ sealedToken: tokenSeal.seal(TOKEN, 'another mail') }))).outcome).toBe('EXPIRED');
    expect((await send(due({ sealedToken: null }))).outcome).toBe('EXPIRED');
    expect(mails).toEqual([]);
  });

  it.each(['SENT', 'REFUSED', 'DEFERRED', 'UNREACHABLE'] as const)(
    'logs neither the token nor the address when the outcome is %s',
    async (kind) => {
      const { send, lines } = sender({ kind, answer: { code: 550, text: 'about <ada@example.com>' } });
      await send(due());
      expect(lines).toHaveLength(1);
      expect(lines.join('')).toContain('"notificationId":"n1"');
      expect(lines.join('')).not.toMatch(/ada@example|the-secret/);
    },
  );
});
