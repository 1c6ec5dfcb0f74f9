import { useState } from 'react';
import { AddressForm } from '../account/addresses/address-form.tsx';
import { AddressLines, type PostalAddress } from '../account/addresses/address-lines.tsx';
import { Choice } from '../ui/choice.tsx';
import { checkoutWords } from '../words/checkout/checkout-words.ts';

interface AddressStepProps {
  readonly addresses: readonly (PostalAddress & { readonly id: string; readonly isDefault: boolean })[];
  readonly chosen: string | undefined;
  readonly onChosen: (addressId: string) => void;
}

const ANOTHER = 'another';

export function AddressStep({ addresses, chosen, onChosen }: AddressStepProps) {
  const say = checkoutWords.useWords();
  const known = addresses.find(({ id }) => id === chosen) ?? addresses.find(({ isDefault }) => isDefault);
  const [choice, choose] = useState(known?.id ?? ANOTHER);
  return (
    <div className="grid gap-6">
      <fieldset className="grid gap-3">
        <legend className="mb-4 font-serif text-2xl">{say.where}</legend>
        {addresses.map((address) => (
          <Choice
            key={address.id}
            name="address"
            value={address.id}
            checked={choice === address.id}
            onChoose={() => choose(address.id)}
          >
            <AddressLines address={address} />
          </Choice>
        ))}
        {addresses.length === 0 ? null : (
          <Choice name="address" value={ANOTHER} checked={choice === ANOTHER} onChoose={() => choose(ANOTHER)}>
            {say.newAddress}
          </Choice>
        )}
      </fieldset>
      {choice === ANOTHER ? (
        <AddressForm submitName={say.goOn} onSaved={onChosen} />
      ) : (
        <button type="button" className="button justify-self-start" onClick={() => onChosen(choice)}>
          {say.goOn}
        </button>
      )}
    </div>
  );
}
