import { Section } from '../services/section.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { CartContent } from './cart-content.tsx';
import { useCart } from './use-cart.ts';

/** The shell watches the cart on every page, so this page starts no query of its own. */
export function Component() {
  const { words } = useLanguage();
  const cart = useCart();
  return (
    <div className="mx-auto max-w-2xl">
      <div className="mb-8">
        <PageTitle title={words.cart.title} />
      </div>
      <Section service={cart.guest ? 'products' : 'orders'} missing={cart.failed} heal={cart.heal}>
        <CartContent cart={cart} />
      </Section>
    </div>
  );
}
