import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { checkoutWords } from '../words/checkout/checkout-words.ts';
import { useLanguage } from '../words/words.tsx';
import type { Amount } from '../words/format.ts';
import type { GoTo } from './checkout-state.ts';
import type { PlaceOrderOutcome } from './place-order.ts';

interface CheckoutProblemProps {
  readonly outcome: Extract<PlaceOrderOutcome, { placed: false }>;
  readonly placing: boolean;
  readonly goTo: GoTo;
  readonly onAgain: (total: Amount | undefined) => void;
}

/** Every reason why an order was not placed has a screen that says so, and what to do. */
export function CheckoutProblem({ outcome, placing, goTo, onAgain }: CheckoutProblemProps) {
  const { words } = useLanguage();
  const say = checkoutWords.useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const texts: Readonly<Record<string, string>> = say.problems;
  return (
    <div role="alert" data-problem={outcome.code} className="card grid gap-5">
      <h2 ref={heading} tabIndex={-1} className="outline-none">
        {say.problemTitle}
      </h2>
      <p className="text-lg">{texts[outcome.code] ?? words.problems.of(outcome.code)}</p>
      <div className="flex flex-wrap gap-3">
        <WayOut outcome={outcome} placing={placing} goTo={goTo} onAgain={onAgain} />
      </div>
    </div>
  );
}

function WayOut({ outcome, placing, goTo, onAgain }: CheckoutProblemProps): ReactNode {
  const { words, format } = useLanguage();
  const say = checkoutWords.useWords();
  const navigate = useNavigate();
  const { code, newTotal } = outcome;
  const toCart = (
    <Link to="/cart" className="button">
      {say.toCart}
    </Link>
  );
  const button = (name: string, onClick: () => void) => (
    <button type="button" className="button" disabled={placing} onClick={onClick}>
      {name}
    </button>
  );
  switch (code) {
    case 'PRICE_CHANGED':
      return (
        <>
          {newTotal === undefined ? null : button(say.newTotal(format.money(newTotal)), () => onAgain(newTotal))}
          {toCart}
        </>
      );
    case 'ADDRESS_UNKNOWN':
      return button(say.otherAddress, () => goTo('address', { addressId: undefined }));
    case 'INVALID_PAYMENT_TOKEN':
      return button(say.otherPayment, () => goTo('payment', { payment: undefined }));
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'INVALID_IDEMPOTENCY_KEY':
      return (
        <>
          {button(say.startAgain, () => void navigate('/checkout'))}
          <Link to="/account" className="button-quiet">
            {words.account.orders}
          </Link>
        </>
      );
    case 'CART_EMPTY':
    case 'PRODUCT_UNAVAILABLE':
    case 'ACCOUNT_SUSPENDED':
      return toCart;
    default:
      return button(say.again, () => onAgain(undefined));
  }
}
