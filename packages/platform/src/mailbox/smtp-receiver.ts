import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { MailStore } from './mail-store.ts';

export interface SmtpReceiver {
  readonly port: number;
  isListening(): boolean;
  stop(): Promise<void>;
}

export interface SmtpReceiverOptions {
  readonly host: string;
  readonly port: number;
  readonly store: MailStore;
  readonly logger: Logger;
  /** Larger mails are refused as SMTP does (552); 10 MiB unless told. */
  readonly largestBytes?: number;
}

const LARGEST_BYTES = 10 * 1024 * 1024;

/** Accepts mail without passwords and encryption: it listens on this machine only, and what it takes goes nowhere. */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const { host, port, store, logger, largestBytes = LARGEST_BYTES } = options;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: largestBytes,
    closeTimeout: 500,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anyone' }),
    onData: (stream, session, callback) => {
      receive(stream, session, store, logger).then(
        () => callback(),
        (error: unknown) => callback(toError(error)),
      );
    },
  });
  server.on('error', (error) => logger.warn({ err: error }, 'an SMTP connection failed'));
  const listening = server.listen(port, host);
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    isListening: () => listening.listening,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  store: MailStore,
  logger: Logger,
): Promise<void> {
  const raw = await readAll(stream);
  if (stream.sizeExceeded) throw Object.assign(new Error('The mail is too large.'), { responseCode: 552 });
  const mail = await store.add(
    raw,
    session.envelope.rcptTo.map(({ address }) => address),
  );
  logger.info({ mail: mail.id, subject: mail.subject }, 'mail received');
}

/**
 * Everything, even what will be refused: the client hears the refusal only after it has sent the whole. Keeps no more
 * than it may.
 */
async function readAll(stream: SMTPServerDataStream & Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
