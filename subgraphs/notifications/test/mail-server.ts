import type { AddressInfo } from 'node:net';
import { freePort } from '@galleria/platform/testing/network/free-port';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail extends Email {
  readonly envelopeTo: readonly string[];
}

export interface MailServer {
  readonly url: string;
  /** Everything it has accepted so far. */
  readonly mails: readonly ReceivedMail[];
  mailsTo(address: string): readonly ReceivedMail[];
  /** Answers the next mails to an address with this reply code; null to take them again. */
  answer(address: string, responseCode: number | null): void;
  /**
   * Says nothing any more at this point of a conversation; null to go on. A mail that hangs is not counted as taken.
   */
  hang(at: HangingPoint | null): void;
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  restart(): Promise<void>;
}

export type HangingPoint = 'greeting' | 'recipient' | 'mail';

/** Who may send; anyone when there is none. */
export interface MailAccount {
  readonly user: string;
  readonly password: string;
}

/** A mail server in process, which can be told to refuse and to go away. */
export async function startMailServer(account?: MailAccount): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const answers = new Map<string, number>();
  const behaviour: Behaviour = { answers, hangsAt: null };
  const create = () => createServer(mails, behaviour, account);
  let server = create();
  const port = await listen(server, await freePort());

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo: (address) => mails.filter(({ envelopeTo }) => envelopeTo.includes(address)),
    answer: (address, responseCode) => {
      if (responseCode === null) answers.delete(address);
      else answers.set(address, responseCode);
    },
    hang: (at) => {
      behaviour.hangsAt = at;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
    restart: async () => {
      server = create();
      await listen(server, port);
    },
  };
}

interface Behaviour {
  readonly answers: ReadonlyMap<string, number>;
  hangsAt: HangingPoint | null;
}

function createServer(mails: ReceivedMail[], behaviour: Behaviour, account?: MailAccount): SMTPServer {
  const server = new SMTPServer({
    authOptional: account === undefined,
    disabledCommands: account === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === account?.user && password === account?.password) done(null, { user: username });
      else done(new Error('unknown account or wrong password'));
    },
    closeTimeout: 50,
    onConnect: (_session, done) => {
      if (behaviour.hangsAt !== 'greeting') done();
    },
    onRcptTo: ({ address }, _session, done) => {
      if (behaviour.hangsAt === 'recipient') return;
      const responseCode = behaviour.answers.get(address);
      done(responseCode === undefined ? null : Object.assign(new Error('as the test asked'), { responseCode }));
    },
    onData: (stream, session, done) => {
      PostalMime.parse(readAll(stream)).then(
        (email) => {
          if (behaviour.hangsAt === 'mail') return;
          mails.push({ ...email, envelopeTo: session.envelope.rcptTo.map(({ address }) => address) });
          done();
        },
        (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown))),
      );
    },
  });
  // A connection that breaks while the server stops is what some tests are about.
  server.on('error', () => undefined);
  return server;
}

function readAll(stream: NodeJS.ReadableStream): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      stream.on('data', (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
      stream.on('end', () => controller.close());
      stream.on('error', (error) => controller.error(error));
    },
  });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
}
