import { useState } from 'react';
import { Choice } from '../ui/choice.tsx';
import { useLanguage } from '../words/words.tsx';
import { PAYMENT_METHODS, type PaymentMethod } from './checkout-state.ts';

interface PaymentStepProps {
  readonly chosen: PaymentMethod | undefined;
  readonly onChosen: (payment: PaymentMethod) => void;
  readonly onBack: () => void;
}

export function PaymentStep({ chosen, onChosen, onBack }: PaymentStepProps) {
  const { words } = useLanguage();
  const [choice, choose] = useState<PaymentMethod>(chosen ?? 'tok_success');
  return (
    <div className="grid gap-6">
      <fieldset className="grid gap-3" aria-describedby="test-note">
        <legend className="mb-2 font-serif text-2xl">{words.checkout.how}</legend>
        <p id="test-note" className="mb-2 text-muted">
          {words.checkout.testNote}
        </p>
        {PAYMENT_METHODS.map((method) => {
          const [name, effect] = words.checkout.methods[method];
          return (
            <Choice
              key={method}
              name="payment"
              value={method}
              checked={choice === method}
              onChoose={() => choose(method)}
            >
              <span className="block font-medium">{name}</span>
              <span className="text-sm text-muted">{effect}</span>
            </Choice>
          );
        })}
      </fieldset>
      <div className="flex gap-3">
        <button type="button" className="button" onClick={() => onChosen(choice)}>
          {words.checkout.goOn}
        </button>
        <button type="button" className="button-quiet" onClick={onBack}>
          {words.checkout.back}
        </button>
      </div>
    </div>
  );
}
