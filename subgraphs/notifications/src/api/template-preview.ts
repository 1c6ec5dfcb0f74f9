import type { FastifyInstance } from 'fastify';
import type { TemplatePreview } from '../service/preview-templates.ts';

/** The preview shows our own words only, and even these may do nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; sandbox allow-same-origin allow-popups";

/** `GET /templates`: every mail in every language with made-up facts. For development only: nobody signs in here. */
export function registerTemplatePreview(server: FastifyInstance, preview: TemplatePreview): void {
  server.get('/templates', async (_request, reply) =>
    reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(preview.list()),
  );
  server.get<{ Params: { name: string } }>('/templates/:name', async (request, reply) => {
    const page = preview.page(request.params.name);
    if (page === null) return reply.code(404).type('text/plain; charset=utf-8').send('There is no such template.');
    return reply
      .header('content-security-policy', POLICY)
      .type(`text/${page.form === 'html' ? 'html' : 'plain'}; charset=utf-8`)
      .send(page.content);
  });
}
