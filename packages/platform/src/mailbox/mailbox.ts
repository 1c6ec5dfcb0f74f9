import type { AddressInfo } from 'node:net';
import type { Logger } from '@galleria/kit/logger';
import { createMailboxServer } from './mailbox-server.ts';
import { openMailStore } from './mail-store.ts';
import { startSmtpReceiver } from './smtp-receiver.ts';

export interface MailboxOptions {
  readonly host: string;
  /** 0 lets the system choose; the same for `smtpPort`. */
  readonly port: number;
  readonly smtpPort: number;
  readonly directory: string;
  readonly logger: Logger;
}

export interface Mailbox {
  readonly url: string;
  readonly smtpUrl: string;
  stop(): Promise<void>;
}

/** A mail server for development: it accepts every mail for anybody, delivers none, and shows them on a page. */
export async function startMailbox({ host, port, smtpPort, directory, logger }: MailboxOptions): Promise<Mailbox> {
  const store = await openMailStore({ directory });
  const receiver = await startSmtpReceiver({ host, port: smtpPort, store, logger });
  const server = createMailboxServer({ store, isReceiving: () => receiver.isListening() });
  await server.listen({ host, port });
  const address = server.server.address() as AddressInfo;
  logger.info({ port: address.port, smtpPort: receiver.port }, 'the mailbox is open');
  return {
    url: `http://${host}:${address.port}`,
    smtpUrl: `smtp://${host}:${receiver.port}`,
    stop: async () => {
      await Promise.all([server.close(), receiver.stop()]);
    },
  };
}
