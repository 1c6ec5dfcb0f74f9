import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
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

/** From the first packet to the server's greeting. */
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

function pooled({ url, connections }: SmtpSettings): SMTPPool.Options {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const submission = secure ? 465 : 587;
  return {
    pool: true,
    host: hostname,
    port: port === '' ? submission : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    // nodemailer's own sockets leave Nagle's algorithm on: the end of each mail then waits 40 ms for a delayed acknowledgement,
    // which makes 50 ms of the 1.5 that a mail takes. It is given the socket before it has connected, because nodemailer
    // removes a connection whose socket fails, and keeps one that it never got a socket for.
    getSocket: ({ host, port: to }, done) =>
      done(null, { connection: connect({ host: host ?? hostname, port: to ?? submission, noDelay: true }) }),
    maxConnections: connections,
    maxMessages: 1_000,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * A reply to the recipient or the message is about this mail. Everything else is about the server, the way to it or our account
 * and sender: the next mail would fare the same.
 */
function outcomeOf(thrown: unknown): SendOutcome {
  const error = thrown as Partial<SmtpError>;
  const reason = (error.message ?? String(thrown)).slice(0, LAST_WORDS_LENGTH);
  const { command = '', responseCode } = error;
  const isAboutMail = ABOUT_MAIL.has(command) && responseCode !== undefined && !ABOUT_SERVER.has(responseCode);
  if (!isAboutMail) return { kind: 'unreachable', reason };
  return { kind: responseCode >= 500 ? 'refused' : 'deferred', reason };
}

interface SmtpError {
  readonly message: string;
  /** The command that the server refused. */
  readonly command: string;
  readonly responseCode: number;
}

const ABOUT_MAIL = new Set(['RCPT TO', 'DATA']);
/** Service closing, authentication required (RFC 5321, section 4.2.3; RFC 4954, section 6): given in answer to anything. */
const ABOUT_SERVER = new Set([421, 530]);
