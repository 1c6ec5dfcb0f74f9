import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { AddressLines, type PostalAddress } from '../account/addresses/address-lines.tsx';
import type { CartView } from '../cart/use-cart.ts';
import { announce } from '../ui/announcer.ts';
import { checkoutWords } from '../words/checkout/checkout-words.ts';
import { useLanguage } from '../words/words.tsx';
import type { Amount } from '../words/format.ts';
import type { CheckoutState, GoTo } from './checkout-state.ts';
import { placeOrder, type PlaceOrderOutcome } from './place-order.ts';
import { CheckoutProblem } from './checkout-problem.tsx';
import { OrderSummary } from './order-summary.tsx';

interface ReviewStepProps {
  readonly cart: CartView;
  readonly address: PostalAddress | undefined;
  readonly state: CheckoutState;
  readonly goTo: GoTo;
}

const EMPTY = { placed: false, code: 'CART_EMPTY' } as const;

export function ReviewStep({ cart, address, state, goTo }: ReviewStepProps) {
  const { format } = useLanguage();
  const say = checkoutWords.useWords();
  const { outcome, placing, place } = usePlaceOrder(state);
  // The order's page follows: its code is there when the order is.
  useEffect(() => void import('../order/order-page.tsx'), []);
  if (outcome?.placed === false) {
    return (
      <CheckoutProblem
        outcome={outcome}
        placing={placing}
        goTo={goTo}
        onAgain={(total) => void place(total ?? cart.total)}
      />
    );
  }
  if (!placing && !cart.loading && cart.lines.length === 0) {
    return <CheckoutProblem outcome={EMPTY} placing={false} goTo={goTo} onAgain={() => undefined} />;
  }
  const method = state.payment === undefined ? undefined : say.methods[state.payment];
  return (
    <div className="grid gap-8">
      <h2>{say.look}</h2>
      <OrderSummary lines={cart.lines} total={cart.total} />
      <div className="grid gap-6 sm:grid-cols-2">
        <Chosen title={say.shipTo} onChange={() => goTo('address', {})}>
          {address === undefined ? null : <AddressLines address={address} />}
        </Chosen>
        <Chosen title={say.payWith} onChange={() => goTo('payment', {})}>
          {method?.[0]}
        </Chosen>
      </div>
      <button
        type="button"
        className="button"
        disabled={placing || cart.settling || cart.loading}
        onClick={() => void place(cart.total)}
      >
        {placing ? say.placing : say.place(cart.total === undefined ? '' : format.money(cart.total))}
      </button>
    </div>
  );
}

function Chosen({ title, onChange, children }: { title: string; onChange: () => void; children: ReactNode }) {
  const say = checkoutWords.useWords();
  return (
    <div className="card grid content-start gap-2">
      <div className="flex justify-between gap-3">
        <h3 className="text-sm text-muted">{title}</h3>
        <button type="button" className="link text-sm" onClick={onChange}>
          {say.change}
          <span className="sr-only">: {title}</span>
        </button>
      </div>
      {children}
    </div>
  );
}

function usePlaceOrder({ idempotencyKey, addressId, payment }: CheckoutState) {
  const say = checkoutWords.useWords();
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState<PlaceOrderOutcome>();
  const [placing, setPlacing] = useState(false);
  const underWay = useRef(false);
  const place = async (total: Amount | undefined) => {
    if (underWay.current || addressId === undefined || payment === undefined) return;
    underWay.current = true;
    setPlacing(true);
    const expectedTotal = total === undefined ? {} : { expectedTotal: moneyInput(total) };
    const result = await placeOrder({
      idempotencyKey,
      paymentToken: payment,
      shippingAddressId: addressId,
      ...expectedTotal,
    });
    underWay.current = false;
    if (!result.placed) {
      setPlacing(false);
      setOutcome(result);
      return;
    }
    announce(say.placed);
    await navigate(`/orders/${result.orderId}`, { replace: true });
  };
  return { outcome, placing, place };
}

/** An input knows no `__typename`. */
function moneyInput({ amountMinor, currency }: Amount): Amount {
  return { amountMinor, currency };
}
