import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../domain/delivery.ts';
import type { Letter } from '../domain/mail.ts';

export interface Mail extends Letter {
  /** The same each time that the mail is sent, so that a mail program recognises a second copy. */
  readonly id: string;
  readonly to: { readonly email: string; readonly name: string };
  readonly date: Date;
}

export interface Mailer {
  /** Never throws: what the mail server did is the result. */
  send(mail: Mail): Promise<SendOutcome>;
  close(): void;
}

export interface SmtpSettings {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly url: string;
  /** `Galleria <shop@galleria.example>`. */
  readonly from: string;
  readonly connections: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const SILENCE_TIMEOUT_MS = 15_000;
const LAST_WORDS_LENGTH = 500;

/** Sends by SMTP (RFC 5321) over a pool of connections that stay open, so that a mail costs no handshake. */
export function createSmtpMailer(settings: SmtpSettings): Mailer {
  const transport = createTransport(pooled(settings));
  const domain = /@([^\s<>@]+)>?\s*$/.exec(settings.from)?.[1] ?? 'galleria.example';
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          from: settings.from,
          to: { name: mail.to.name, address: mail.to.email },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@${domain}>`,
          date: mail.date,
          // RFC 3834: keeps holiday notices from answering.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'sent' };
      } catch (thrown) {
        return outcomeOf(thrown);
      }
    },
    close: () => transport.close(),
  };
}

/** nodemailer takes its settings from an object or from a URL, and not from both. */
function pooled({ url, connections }: SmtpSettings): string {
  const address = new URL(url);
  const settings = {
    pool: 'true',
    maxConnections: connections,
    maxMessages: 1_000,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: 'true',
    disableUrlAccess: 'true',
  };
  for (const [name, value] of Object.entries(settings)) address.searchParams.set(name, String(value));
  return address.href;
}

/** A reply to the envelope or the message is about this mail; everything else is about the server or the way to it. */
function outcomeOf(thrown: unknown): SendOutcome {
  const error = thrown as { readonly code?: string; readonly responseCode?: number; readonly message?: string };
  const reason = (error.message ?? String(thrown)).slice(0, LAST_WORDS_LENGTH);
  const isAboutMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  // 421: the server closes the connection, whatever it was asked (RFC 5321, section 3.8).
  if (!isAboutMail || error.responseCode === 421) return { kind: 'unreachable', reason };
  return { kind: (error.responseCode ?? 500) >= 500 ? 'refused' : 'deferred', reason };
}
