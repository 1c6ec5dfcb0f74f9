import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseMail, type Mail } from './mail.ts';
import { MAIL_SANDBOX, MAILBOX_SCRIPT, renderList, renderMail, SCRIPT_PATH, STYLE_PATH } from './mailbox-page.ts';
import { MAILBOX_STYLE } from './mailbox-style.ts';
import type { MailStore } from './mail-store.ts';

export interface MailboxServerOptions {
  readonly store: MailStore;
  readonly isReceiving: () => boolean;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'none'; base-uri 'none'";
/** What a mail's own markup may do: show its styles and pictures that it brings along. */
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox ${MAIL_SANDBOX}`;
/** At the end, where it leaves the mail's own document type in force. */
const LINKS_IN_NEW_TABS = '<base target="_blank">';

const listQuery = z.object({ to: z.string().optional(), limit: z.coerce.number().int().min(1).max(500).default(500) });

/**
 * The page for people, and beside it: `GET /messages?to=&limit=` (JSON, newest first, with text and HTML), `DELETE
 * /messages`, `/messages/:id/raw`, `/health` and `/ready`.
 */
export function createMailboxServer({ store, isReceiving }: MailboxServerOptions): FastifyInstance {
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', PAGE_POLICY);
  });
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/ready', async (_request, reply) => {
    const ready = isReceiving();
    return reply.code(ready ? 200 : 503).send({ ready, checks: { smtp: ready ? 'ok' : 'does not listen' } });
  });
  addPages(server, store);
  addMessages(server, store);
  return server;
}

function addPages(server: FastifyInstance, store: MailStore): void {
  server.get(STYLE_PATH, async (_request, reply) => reply.type('text/css').send(MAILBOX_STYLE));
  server.get(SCRIPT_PATH, async (_request, reply) => reply.type('text/javascript').send(MAILBOX_SCRIPT));
  server.get('/', async (_request, reply) => sendPage(reply, renderList(store.list())));
  server.get<{ Params: { id: string } }>('/messages/:id', async ({ params }, reply) => {
    const mail = await findMail(store, params.id);
    return mail === undefined ? notFound(reply) : sendPage(reply, renderMail(mail));
  });
  server.get<{ Params: { id: string } }>('/messages/:id/html', async ({ params }, reply) => {
    const mail = await findMail(store, params.id);
    if (mail?.html === undefined) return notFound(reply);
    return sendPage(reply.header('content-security-policy', MAIL_POLICY), mail.html + LINKS_IN_NEW_TABS);
  });
}

function addMessages(server: FastifyInstance, store: MailStore): void {
  server.get('/messages', async ({ query }, reply) => {
    const parsed = listQuery.safeParse(query);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    const { to, limit } = parsed.data;
    const mails = await Promise.all(
      store
        .list(to)
        .slice(0, limit)
        .map(({ id }) => findMail(store, id)),
    );
    return mails.filter((mail) => mail !== undefined);
  });
  server.delete('/messages', async (_request, reply) => {
    await store.clear();
    return reply.code(204).send();
  });
  server.get<{ Params: { id: string } }>('/messages/:id/raw', async ({ params }, reply) => {
    const raw = await store.read(params.id);
    if (raw === undefined) return notFound(reply);
    return reply.header('content-disposition', 'attachment; filename="mail.eml"').type('message/rfc822').send(raw);
  });
}

async function findMail(store: MailStore, id: string): Promise<Mail | undefined> {
  const raw = await store.read(id);
  return raw === undefined ? undefined : parseMail(id, raw);
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain; charset=utf-8').send('This mail is not there (any more).');
}
