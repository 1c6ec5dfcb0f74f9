import { describe, expect, it } from 'vitest';
import { createShowPictures } from './show-pictures.ts';

const PICTURE = { view: 'front', alt: 'A lamp', width: 8, height: 10, placeholder: 'data:image/webp;base64,' };
const file = (version: string) => ({ bytes: Buffer.from(version), version });

function show(files: object, baseUrl = '/images') {
  return createShowPictures({ store: new Map([['lamp', [{ ...PICTURE, files }]]]), baseUrl });
}

describe('the address of a picture', () => {
  it('is below the base, absolute or not, and tells the version', () => {
    const files = { avif: file('a1'), webp: file('w1') };
    expect(show(files).ofProduct('lamp')).toEqual([
      { ...PICTURE, url: '/images/lamp/front.avif?v=a1', fallbackUrl: '/images/lamp/front.webp?v=w1' },
    ]);
    const [elsewhere] = show(files, 'https://pictures.example/shop').ofProduct('lamp');
    expect(elsewhere?.url).toBe('https://pictures.example/shop/lamp/front.avif?v=a1');
  });

  it('is that of the format which is there', () => {
    const [picture] = show({ webp: file('w1') }).ofProduct('lamp');
    expect(picture).toMatchObject({ url: '/images/lamp/front.webp?v=w1', fallbackUrl: '/images/lamp/front.webp?v=w1' });
  });
});

describe('the file of a picture', () => {
  it('is found by product, view and format only', () => {
    const pictures = show({ avif: file('a1') });
    expect(pictures.file('lamp', 'front', 'avif')).toEqual(file('a1'));
    expect(pictures.file('lamp', 'front', 'webp')).toBeNull();
    expect(pictures.file('lamp', 'back', 'avif')).toBeNull();
    expect(pictures.file('vase', 'front', 'avif')).toBeNull();
  });
});
