import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useState } from 'react';
import { Picture, type PictureImage } from '../ui/picture.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductGalleryFragmentDoc, type ProductGalleryFragment } from './generated/product-gallery.ts';

/** The picture that stands for the product in a cart. */
export function useFirstImage(product: FragmentType<ProductGalleryFragment>): PictureImage | undefined {
  const { data, complete } = useFragment({ fragment: ProductGalleryFragmentDoc, from: product });
  return complete ? data.images[0] : undefined;
}

/** One picture large, the other views beside it. */
export function ProductGallery({ product }: { readonly product: FragmentType<ProductGalleryFragment> }) {
  const { words } = useLanguage();
  const { data, complete } = useFragment({ fragment: ProductGalleryFragmentDoc, from: product });
  const [chosen, choose] = useState(0);
  const images = complete ? data.images : [];
  return (
    <div className="grid gap-3">
      <div className="overflow-hidden rounded-3xl bg-sunken">
        <Picture image={images[chosen] ?? images[0]} important />
      </div>
      {images.length < 2 ? null : (
        <div role="group" aria-label={words.product.views} className="grid grid-cols-4 gap-3">
          {images.map((image, index) => (
            <button
              key={image.view}
              type="button"
              aria-label={words.product.view(index + 1)}
              aria-pressed={index === chosen}
              onClick={() => choose(index)}
              className={`overflow-hidden rounded-xl border-2 ${index === chosen ? 'border-ink' : 'border-transparent'}`}
            >
              <Picture image={image} decorative />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
