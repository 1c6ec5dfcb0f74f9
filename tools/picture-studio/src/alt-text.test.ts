import { describe, expect, it } from 'vitest';
import { products } from '../../../scripts/seed/data/products.ts';
import { describePicture } from './alt-text.ts';
import { VIEWS } from './subject.ts';

describe('the alternative text of a picture', () => {
  it('names the product, where it is seen from, what it is made of and its colour', () => {
    const mug = products.find(({ slug }) => slug === 'camp-mug-enamelled-steel');
    expect(describePicture(mug!, 'front')).toBe(
      'Camp mug in enamelled steel, seen from the front: coated steel in fir green.',
    );
  });

  it('is another for every picture of the catalogue', () => {
    const texts = products.flatMap((product) => VIEWS.map((view) => describePicture(product, view)));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
