import type { CartLine } from '../cart/cart-lines.ts';
import { Picture } from '../ui/picture.tsx';
import { useLanguage } from '../words/words.tsx';
import type { Amount } from '../words/format.ts';

interface OrderSummaryProps {
  readonly lines: readonly CartLine[];
  readonly total: Amount | undefined;
}

export function OrderSummary({ lines, total }: OrderSummaryProps) {
  const { words, format } = useLanguage();
  return (
    <div>
      <ul className="divide-y divide-line border-y border-line">
        {lines.map(({ productId, name, image, quantity, unitPrice }) => (
          <li key={productId} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
            <div className="w-14 shrink-0 overflow-hidden rounded-lg">
              <Picture image={image} decorative />
            </div>
            <span className="min-w-32 flex-1">
              {name} <span className="text-muted">× {quantity}</span>
            </span>
            <span className="ml-auto tabular-nums">
              {unitPrice === undefined
                ? '…'
                : format.money({ ...unitPrice, amountMinor: unitPrice.amountMinor * quantity })}
            </span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between pt-4 text-lg">
        <span>{words.cart.total}</span>
        <span className="tabular-nums">{total === undefined ? '…' : format.money(total)}</span>
      </p>
    </div>
  );
}
