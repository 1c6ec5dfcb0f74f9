import { useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useCart } from '../cart/use-cart.ts';
import { heal, preloadPage, session } from '../graph/client.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { useSignedIn } from '../graph/use-signed-in.ts';
import { Section } from '../services/section.tsx';
import { GuestNotice } from '../shell/guest-notice.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { checkoutWords } from '../words/checkout/checkout-words.ts';
import { AddressStep } from './address-step.tsx';
import { readCheckoutState, stepOf, STEPS, type CheckoutState, type GoTo, type Step } from './checkout-state.ts';
import { CheckoutPageDocument } from './generated/checkout-page.ts';
import { PaymentStep } from './payment-step.tsx';
import { ReviewStep } from './review-step.tsx';

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([preloadPage(CheckoutPageDocument, {}), checkoutWords.load()]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <Checkout page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function Checkout({ page }: { readonly page: Page }) {
  const say = checkoutWords.useWords();
  const { data } = usePage(page);
  const cart = useCart();
  const { state, step, goTo } = useCheckout();
  const addresses = data.me?.addresses ?? undefined;
  const chosen = addresses?.find(({ id }) => id === state.addressId);
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={say.title} />
      <StepList current={step} />
      <Section service="users" missing={addresses === undefined} heal={() => heal(CheckoutPageDocument, {}, 'users')}>
        {step === 'address' ? (
          <AddressStep
            addresses={addresses ?? []}
            chosen={state.addressId}
            onChosen={(addressId) => goTo('payment', { addressId })}
          />
        ) : step === 'payment' ? (
          <PaymentStep
            chosen={state.payment}
            onChosen={(payment) => goTo('review', { payment })}
            onBack={() => goTo('address', {})}
          />
        ) : (
          <ReviewStep cart={cart} address={chosen} state={state} goTo={goTo} />
        )}
      </Section>
    </div>
  );
}

function useCheckout(): { readonly state: CheckoutState; readonly step: Step; readonly goTo: GoTo } {
  const location = useLocation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [newKey] = useState(() => crypto.randomUUID());
  const state = readCheckoutState(location.state, () => newKey);
  const step = stepOf(search.get('step'), state);
  useEffect(() => {
    // From the first moment on the key is in the history entry, where a reload finds it.
    if (location.state === null) void navigate(`?step=${step}`, { replace: true, state, preventScrollReset: true });
  });
  return {
    state,
    step,
    goTo: (next, change) => void navigate(`?step=${next}`, { state: { ...state, ...change } }),
  };
}

function StepList({ current }: { readonly current: Step }) {
  const say = checkoutWords.useWords();
  const position = STEPS.indexOf(current);
  return (
    <ol className="mt-6 mb-10 flex gap-2">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className={`flex-1 border-t-2 pt-2 text-sm ${index <= position ? 'border-accent font-medium' : 'border-line text-muted'}`}
        >
          <span className="sr-only">{say.stepOf(index + 1)}: </span>
          {say.steps[step]}
        </li>
      ))}
    </ol>
  );
}
