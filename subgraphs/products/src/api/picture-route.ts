import type { FastifyInstance } from 'fastify';
import { PICTURE_FORMATS, type PictureFormat } from '../domain/picture.ts';
import type { ShowPictures } from '../service/show-pictures.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';
const FILE_NAME = /^(?<view>[a-z0-9-]+)\.(?<format>[a-z]+)$/;

/**
 * `GET /images/<product's slug>/<view>.<avif|webp>?v=<version>`, for anyone. Only what the store holds is served, so no
 * path of a client ever reaches the file system. Without the version of today an address means what it holds today,
 * which may change.
 */
export function registerPictureRoute(server: FastifyInstance, pictures: Pick<ShowPictures, 'file'>): void {
  server.get<{ Params: { slug: string; name: string }; Querystring: { v?: unknown } }>(
    '/images/:slug/:name',
    async ({ params: { slug, name }, query, headers }, reply) => {
      const { view = '', format = '' } = FILE_NAME.exec(name)?.groups ?? {};
      const file = isFormat(format) ? pictures.file(slug, view, format) : null;
      if (file === null) return reply.code(404).send({ error: 'There is no such picture.' });
      const etag = `"${file.version}"`;
      void reply
        .header('etag', etag)
        .header('cache-control', query.v === file.version ? FOR_EVER : FOR_AN_HOUR)
        .header('x-content-type-options', 'nosniff');
      if (includes(headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.type(`image/${format}`).send(file.bytes);
    },
  );
}

function isFormat(text: string): text is PictureFormat {
  return (PICTURE_FORMATS as readonly string[]).includes(text);
}

/** RFC 9110, section 13.1.2: a list of tags compared weakly, or any. */
function includes(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
