import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPictureStore } from '../src/repository/picture-store.ts';
import { addProduct, startProducts, type ProductsService } from './fixtures.ts';

const PLACEHOLDER = 'data:image/webp;base64,UklGRg==';
const FRONT = { view: 'front', width: 800, height: 1_000, placeholder: PLACEHOLDER, alt: 'A lamp from the front' };
const BACK = { ...FRONT, view: 'back', alt: 'A lamp from the back' };
const LOST = { ...FRONT, view: 'lost' };

const IMAGES = `
  query Images($slug: String!) { product(slug: $slug) { images { view url fallbackUrl alt width height placeholder } } }`;

let folder: string;
let service: ProductsService;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galleria-images-'));
  await mkdir(join(folder, 'lamp'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ lamp: [FRONT, BACK, LOST] }));
  await writeFile(join(folder, 'lamp/front.avif'), 'front as avif');
  await writeFile(join(folder, 'lamp/front.webp'), 'front as webp');
  await writeFile(join(folder, 'lamp/back.avif'), 'back as avif');
  await writeFile(join(folder, 'lamp/secret.avif'), 'not in the manifest');
  service = await startProducts({ imagesFolder: folder });
  await addProduct(service, { slug: 'lamp' });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

async function imagesOf(slug: string) {
  return (await service.query(IMAGES, { variables: { slug } })).data.product.images;
}

const get = (url: string, headers: Record<string, string> = {}) => service.app.server.inject({ url, headers });

describe('the pictures of a product', () => {
  it('are those of the manifest that have a file, in its order', async () => {
    const [front, back, ...others] = await imagesOf('lamp');
    expect(others).toEqual([]);
    expect(front).toMatchObject(FRONT);
    expect(front.url).toMatch(/^\/images\/lamp\/front\.avif\?v=[\w-]{16}$/);
    expect(front.fallbackUrl).toMatch(/^\/images\/lamp\/front\.webp\?v=[\w-]{16}$/);
    expect(back).toMatchObject(BACK);
  });

  it('are as many as are asked for', async () => {
    const query = '{ product(slug: "lamp") { images(first: 1) { view } } }';
    expect((await service.query(query)).data.product.images).toEqual([{ view: 'front' }]);
    const { errors } = await service.query(query.replace('1', '0'));
    expect(errors?.[0]?.extensions['code']).toBe('LIST_SIZE_INVALID');
  });

  it('fall back on themselves where there is one format only', async () => {
    const [, back] = await imagesOf('lamp');
    expect(back.fallbackUrl).toBe(back.url);
  });

  it('are none for a product without any, and without a manifest', async () => {
    const { slug } = await addProduct(service);
    expect(await imagesOf(slug)).toEqual([]);
    expect(await readPictureStore(join(folder, 'no-such-folder'))).toEqual(new Map());
  });

  it('refuse a manifest that leads out of their folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'galleria-images-'));
    for (const manifest of [{ '../lamp': [FRONT] }, { lamp: [{ ...FRONT, view: '../front' }] }]) {
      await writeFile(join(outside, 'manifest.json'), JSON.stringify(manifest));
      await expect(readPictureStore(outside)).rejects.toThrow();
    }
    await rm(outside, { recursive: true });
  });
});

describe('the file of a picture', () => {
  it('is served to anyone, for ever under the address that the graph gives', async () => {
    const [front] = await imagesOf('lamp');
    for (const [url, type, body] of [
      [front.url, 'image/avif', 'front as avif'],
      [front.fallbackUrl, 'image/webp', 'front as webp'],
    ]) {
      const response = await get(url);
      expect(response.statusCode).toBe(200);
      expect(response.body).toBe(body);
      expect(response.headers).toMatchObject({
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('is kept for an hour under an address without its version', async () => {
    for (const url of ['/images/lamp/front.avif', '/images/lamp/front.avif?v=old']) {
      expect((await get(url)).headers['cache-control']).toBe('public, max-age=3600');
    }
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await get('/images/lamp/front.avif');
    const etag = String(headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get('/images/lamp/front.avif', { 'if-none-match': known });
      expect(response.statusCode).toBe(304);
      expect(response.body).toBe('');
      expect(response.headers.etag).toBe(etag);
    }
    expect((await get('/images/lamp/front.avif', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it.each([
    '/images/lamp/side.avif',
    '/images/lamp/back.webp',
    '/images/lamp/front.png',
    '/images/lamp/secret.avif',
    '/images/vase/front.avif',
    '/images/manifest.json',
    '/images/lamp/..%2fmanifest.json',
    '/images/..%2f..%2fetc/passwd',
    '/images/%2e%2e/lamp/front.avif',
    '/images/lamp/front.avif%00.webp',
  ])('is nowhere at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});
