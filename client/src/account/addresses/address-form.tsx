import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { answerOf } from '../../graph/answer.ts';
import { Field } from '../../ui/field.tsx';
import { formText } from '../../ui/form-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useLanguage } from '../../words/words.tsx';
import type { PostalAddress } from './address-lines.tsx';
import type { AddressInput } from '../../graph/generated/schema-types.ts';
import { AddAddressDocument, UpdateAddressDocument } from './generated/address.ts';

interface Problem {
  readonly code: string;
  readonly field?: string;
}

interface AddressFormProps {
  readonly submitName: string;
  /** The one to change; without it another is added. */
  readonly address?: PostalAddress & { readonly id: string };
  /** It came in place of what had the focus. */
  readonly takesFocus?: boolean;
  readonly onSaved: (addressId: string) => void;
}

/**
 * Adds an address to the account, or changes one. What the service finds wrong is said beside the field that it names.
 */
export function AddressForm({ submitName, address, takesFocus = false, onSaved }: AddressFormProps) {
  const { words } = useLanguage();
  const { save, saving } = useSave(address?.id);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (fields: FormData) => {
    const result = await save(readAddress(fields));
    if ('address' in result) onSaved(result.address.id);
    else setProblem(result);
  };
  const field = (name: 'fullName' | 'line1' | 'line2' | 'city' | 'postalCode') => ({
    name,
    label: words.account[name],
    defaultValue: address?.[name] ?? '',
    problem: problem?.field === name ? words.problems.of(problem.code) : undefined,
  });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem.code)} />}
      <Field {...field('fullName')} autoComplete="name" autoFocus={takesFocus} required maxLength={100} />
      <Field {...field('line1')} autoComplete="address-line1" required maxLength={200} />
      <Field {...field('line2')} autoComplete="address-line2" maxLength={200} />
      <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
        <Field {...field('postalCode')} autoComplete="postal-code" required maxLength={20} />
        <Field {...field('city')} autoComplete="address-level2" required maxLength={100} />
      </div>
      <SelectField
        label={words.account.country}
        name="country"
        autoComplete="country"
        defaultValue={address?.country}
        options={words.account.countries}
      />
      <button type="submit" className="button mt-2 justify-self-start" disabled={saving}>
        {submitName}
      </button>
    </form>
  );
}

function useSave(addressId: string | undefined) {
  const [add, adding] = useMutation(AddAddressDocument);
  const [update, updating] = useMutation(UpdateAddressDocument);
  const save = (input: AddressInput) =>
    addressId === undefined
      ? answerOf(add({ variables: { input } }), 'addAddress')
      : answerOf(update({ variables: { addressId, input } }), 'updateAddress');
  return { save, saving: adding.loading || updating.loading };
}

function readAddress(fields: FormData): AddressInput {
  const line2 = formText(fields, 'line2').trim();
  return {
    fullName: formText(fields, 'fullName'),
    line1: formText(fields, 'line1'),
    ...(line2 === '' ? {} : { line2 }),
    city: formText(fields, 'city'),
    postalCode: formText(fields, 'postalCode'),
    country: formText(fields, 'country'),
  };
}
