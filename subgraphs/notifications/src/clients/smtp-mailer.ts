import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import type { Answer, SendOutcome } from '../domain/delivery.ts';
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
  /** How long the mail server may be silent; for its greeting it has a third of that. */
  readonly timeoutMs: number;
}

const LAST_WORDS_LENGTH = 500;

/** Sends by SMTP (RFC 5321) over a pool of connections that stay open, so that a mail costs no handshake. */
export function createSmtpMailer(settings: SmtpSettings): Mailer {
  const transport = createTransport(pooled(settings));
  const domain = /@([^\s<>@]+)>?\s*$/.exec(settings.from)?.[1] ?? 'galleria.example';
  return {
    send: async (mail) => {
      try {
        const { response } = await transport.sendMail({
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
        return { kind: 'SENT', answer: answerOf(response) };
      } catch (thrown) {
        return outcomeOf(thrown);
      }
    },
    close: () => transport.close(),
  };
}

function pooled({ url, connections, timeoutMs }: SmtpSettings): SMTPPool.Options {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const submission = secure ? 465 : 587;
  return {
    pool: true,
    host: hostname,
    port: port === '' ? submission : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    // nodemailer's own sockets leave Nagle's algorithm on: the end of each mail then waits 40 ms for a delayed
    // acknowledgement, which makes 50 ms of the 1.5 that a mail takes. It is given the socket before it has connected,
    // because nodemailer removes a connection whose socket fails, and keeps one that it never got a socket for.
    getSocket: ({ host, port: to }, done) =>
      done(null, { connection: connect({ host: host ?? hostname, port: to ?? submission, noDelay: true }) }),
    maxConnections: connections,
    maxMessages: 1_000,
    greetingTimeout: timeoutMs / 3,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * A reply to the recipient or the message is about this mail. Everything else is about the server, the way to it or our
 * account and sender: the next mail would fare the same.
 */
function outcomeOf(thrown: unknown): SendOutcome {
  const { message = String(thrown), response, command = '', responseCode } = thrown as Partial<SmtpError>;
  const answer = { ...answerOf(response ?? message), code: responseCode ?? null };
  const isAboutMail = ABOUT_MAIL.has(command) && responseCode !== undefined && !ABOUT_SERVER.has(responseCode);
  if (!isAboutMail) return { kind: 'UNREACHABLE', answer };
  return { kind: responseCode >= 500 ? 'REFUSED' : 'DEFERRED', answer };
}

/** "250 2.0.0 Ok: queued as 12345" is a code and words. */
function answerOf(reply: string): Answer {
  const [, code, words] = /^(\d{3})[ -]?([^]*)$/.exec(reply) ?? [];
  const text = (words ?? reply).trim().slice(0, LAST_WORDS_LENGTH);
  return { code: code === undefined ? null : Number(code), text };
}

interface SmtpError {
  readonly message: string;
  /** The server's reply, if it gave one. */
  readonly response: string;
  /** The command that the server refused. */
  readonly command: string;
  readonly responseCode: number;
}

const ABOUT_MAIL = new Set(['RCPT TO', 'DATA']);
/**
 * Service closing, authentication required (RFC 5321, section 4.2.3; RFC 4954, section 6): given in answer to anything.
 */
const ABOUT_SERVER = new Set([421, 530]);
