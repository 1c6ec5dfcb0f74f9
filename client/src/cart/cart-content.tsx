import { useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { Notice } from '../ui/notice.tsx';
import { Picture } from '../ui/picture.tsx';
import { QuantityStepper } from '../ui/quantity-stepper.tsx';
import { useLanguage } from '../words/words.tsx';
import type { CartLine } from './cart-lines.ts';
import { acceptPrices, cartProblem, setQuantity } from './change-cart.ts';
import type { CartView } from './use-cart.ts';

interface CartContentProps {
  readonly cart: CartView;
  readonly onLeave?: () => void;
}

/** The lines of a cart, what they cost, and the way to the checkout: the same on its page and in its drawer. */
export function CartContent({ cart, onLeave }: CartContentProps) {
  const { words, format } = useLanguage();
  const problem = useSyncExternalStore(cartProblem.subscribe, cartProblem.read);
  if (cart.lines.length === 0)
    return <EmptyCart loading={cart.loading} {...(onLeave === undefined ? {} : { onLeave })} />;
  const changed = cart.lines.some(({ priceBefore }) => priceBefore !== undefined);
  return (
    <div className="grid gap-6">
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
      <ul aria-label={words.cart.title} className="grid divide-y divide-line">
        {cart.lines.map((line) => (
          <Line key={line.productId} line={line} {...(onLeave === undefined ? {} : { onLeave })} />
        ))}
      </ul>
      {changed && cart.total !== undefined ? <NewPrices total={cart.total} settling={cart.settling} /> : null}
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line pt-5">
        <span className="text-lg">{words.cart.total}</span>
        <span aria-live="polite" className={`text-2xl tabular-nums ${cart.settling ? 'text-muted' : ''}`}>
          {cart.settling ? <span className="mr-3 text-sm">{words.cart.settling}</span> : null}
          {cart.total === undefined ? '…' : format.money(cart.total)}
        </span>
      </div>
      <Link to="/checkout" className="button" onClick={onLeave}>
        {words.cart.checkout}
      </Link>
    </div>
  );
}

function Line({ line, onLeave }: { readonly line: CartLine; readonly onLeave?: () => void }) {
  const { words, format } = useLanguage();
  const { productId, slug, name, image, quantity, unitPrice, priceBefore } = line;
  return (
    <li data-product={productId} className="grid grid-cols-[5.5rem_1fr] gap-4 py-5 first:pt-0">
      <div className="self-start overflow-hidden rounded-xl">
        <Picture image={image} decorative />
      </div>
      <div className="grid gap-2">
        <div className="flex flex-wrap gap-x-4">
          <Link to={`/p/${slug}`} onClick={onLeave} className="min-w-32 flex-1 font-medium hover:underline">
            {name}
          </Link>
          <span className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
            {priceBefore === undefined ? null : (
              <s className="text-sm text-muted">
                <span className="sr-only">{words.cart.before} </span>
                {format.money(priceBefore)}
              </s>
            )}
            {unitPrice === undefined ? '…' : format.money(unitPrice)}
          </span>
        </div>
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <QuantityStepper
            quantity={quantity}
            onChange={(next) => void setQuantity(line, next)}
            names={{ group: words.cart.quantityOf(name), fewer: words.cart.fewer, more: words.cart.more }}
          />
          <button type="button" className="link min-h-11 text-sm text-muted" onClick={() => void setQuantity(line, 0)}>
            {words.cart.remove}
            <span className="sr-only"> {name}</span>
          </button>
        </div>
      </div>
    </li>
  );
}

function NewPrices({
  total,
  settling,
}: {
  readonly total: NonNullable<CartView['total']>;
  readonly settling: boolean;
}) {
  const { words } = useLanguage();
  return (
    <Notice title={words.cart.pricesChanged}>
      <button
        type="button"
        className="link min-h-11 text-ink"
        disabled={settling}
        onClick={() => void acceptPrices(total)}
      >
        {words.cart.acceptPrices}
      </button>
    </Notice>
  );
}

function EmptyCart({ loading, onLeave }: { readonly loading: boolean; readonly onLeave?: () => void }) {
  const { words } = useLanguage();
  if (loading) return <div aria-busy="true" className="h-40 rounded-2xl bg-sunken" />;
  return (
    <div className="grid justify-items-start gap-5 py-4">
      <p className="text-lg text-muted">{words.cart.empty}</p>
      <Link to="/c/all" className="button" onClick={onLeave}>
        {words.home.browse}
      </Link>
    </div>
  );
}
