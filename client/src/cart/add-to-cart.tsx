import { useState } from 'react';
import { announce } from '../ui/announcer.ts';
import { QuantityStepper } from '../ui/quantity-stepper.tsx';
import type { PictureImage } from '../ui/picture.tsx';
import { useLanguage } from '../words/words.tsx';
import type { Amount } from '../words/format.ts';
import { drawerOpen, setQuantity } from './change-cart.ts';
import { useCart } from './use-cart.ts';

const MOST = 99;

interface AddToCartProps {
  readonly product: {
    readonly id: string;
    readonly slug: string;
    readonly name: string;
    readonly price: Amount;
    readonly image: PictureImage | undefined;
  };
  readonly disabled: boolean;
  readonly onAdded?: () => void;
}

export function AddToCart({ product, disabled, onAdded }: AddToCartProps) {
  const { words } = useLanguage();
  const cart = useCart();
  const [quantity, choose] = useState(1);
  const { id, slug, name, price, image } = product;
  const add = () => {
    const before = cart.lines.find(({ productId }) => productId === id)?.quantity ?? 0;
    const line = { productId: id, slug, name, image, unitPrice: price, priceBefore: undefined, quantity: before };
    announce(words.cart.added(name));
    drawerOpen.write(true);
    choose(1);
    void setQuantity(line, Math.min(before + quantity, MOST)).finally(onAdded);
  };
  return (
    <div className="flex flex-wrap gap-3">
      <QuantityStepper
        quantity={quantity}
        onChange={choose}
        names={{ group: words.cart.quantity, fewer: words.cart.fewer, more: words.cart.more }}
      />
      <button
        type="button"
        className="button flex-1"
        disabled={disabled || cart.loading}
        aria-busy={cart.loading}
        onClick={add}
      >
        {disabled ? words.product.soldOut : words.cart.add}
      </button>
    </div>
  );
}
