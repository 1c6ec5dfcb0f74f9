import { Link } from 'react-router';
import { Picture } from '../ui/picture.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import type { OrderPageQuery } from './generated/order-page.ts';

type Order = NonNullable<OrderPageQuery['order']>;

/** At the prices of the day. Products as they are today, and without their names while the catalogue is away. */
export function OrderItems({ items, total }: Pick<Order, 'items' | 'total'>) {
  const { words, format } = useLanguage();
  const say = orderWords.useWords();
  return (
    <section className="card">
      <h2 className="mb-4">{say.items}</h2>
      <ul className="divide-y divide-line">
        {items.map(({ product, quantity, unitPrice, lineTotal }, index) => (
          <li key={product?.id ?? index} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-4">
            <div className="no-print w-16 shrink-0 overflow-hidden rounded-lg">
              <Picture image={product?.images[0]} decorative />
            </div>
            <div className="min-w-32 flex-1">
              {product === null ? (
                <span className="text-muted">{say.gone}</span>
              ) : (
                <Link to={`/p/${product.slug}`} className="font-medium hover:underline">
                  {product.name}
                </Link>
              )}
              <p className="text-sm text-muted tabular-nums">
                {quantity} × {format.money(unitPrice)}
              </p>
            </div>
            <span className="ml-auto tabular-nums">{format.money(lineTotal)}</span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between border-t border-line pt-4 text-lg">
        <span>{words.cart.total}</span>
        <span className="tabular-nums">{format.money(total)}</span>
      </p>
    </section>
  );
}
