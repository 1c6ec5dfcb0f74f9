import { useState } from 'react';
import { Choice } from '../ui/choice.tsx';
import { checkoutWords } from '../words/checkout/checkout-words.ts';
import { PAYMENT_METHODS, type PaymentMethod } from './checkout-state.ts';

interface PaymentStepProps {
  readonly chosen: PaymentMethod | undefined;
  readonly onChosen: (payment: PaymentMethod) => void;
  readonly onBack: () => void;
}

export function PaymentStep({ chosen, onChosen, onBack }: PaymentStepProps) {
  const say = checkoutWords.useWords();
  const [choice, choose] = useState<PaymentMethod>(chosen ?? 'tok_success');
  return (
    <div className="grid gap-6">
      <fieldset className="grid gap-3" aria-describedby="test-note">
        <legend className="mb-2 font-serif text-2xl">{say.how}</legend>
        <p id="test-note" className="mb-2 text-muted">
          {say.testNote}
        </p>
        {PAYMENT_METHODS.map((method) => {
          const [name, effect] = say.methods[method];
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
          {say.goOn}
        </button>
        <button type="button" className="button-quiet" onClick={onBack}>
          {say.back}
        </button>
      </div>
    </div>
  );
}
