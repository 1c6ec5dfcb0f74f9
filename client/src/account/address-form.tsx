import { useMutation } from '@apollo/client/react';
import { useId, useState } from 'react';
import { Field } from '../ui/field.tsx';
import { formText } from '../ui/form-text.ts';
import { Notice } from '../ui/notice.tsx';
import { useLanguage } from '../words/words.tsx';
import { AddAddressDocument } from './generated/address.ts';

interface Problem {
  readonly code: string;
  readonly field?: string;
}

interface AddressFormProps {
  readonly submitName: string;
  readonly onAdded: (addressId: string) => void;
}

/** Adds an address to the account. What the service finds wrong is said beside the field that it names. */
export function AddressForm({ submitName, onAdded }: AddressFormProps) {
  const { words } = useLanguage();
  const [add, { loading }] = useMutation(AddAddressDocument);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (fields: FormData) => {
    const { data } = await add({ variables: { input: readAddress(fields) } }).catch(() => ({ data: undefined }));
    const result = data?.addAddress ?? { __typename: 'Away' as const, code: 'TEMPORARILY_UNAVAILABLE' };
    if (result.__typename === 'AddressAdded') onAdded(result.address.id);
    else setProblem(result);
  };
  const field = (name: 'fullName' | 'line1' | 'line2' | 'city' | 'postalCode') => ({
    name,
    label: words.account[name],
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
      <Field {...field('fullName')} autoComplete="name" required maxLength={100} />
      <Field {...field('line1')} autoComplete="address-line1" required maxLength={200} />
      <Field {...field('line2')} autoComplete="address-line2" maxLength={200} />
      <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
        <Field {...field('postalCode')} autoComplete="postal-code" required maxLength={20} />
        <Field {...field('city')} autoComplete="address-level2" required maxLength={100} />
      </div>
      <CountryField />
      <button type="submit" className="button mt-2 justify-self-start" disabled={loading}>
        {submitName}
      </button>
    </form>
  );
}

function CountryField() {
  const { words } = useLanguage();
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {words.account.country}
      </label>
      <select id={id} name="country" autoComplete="country" className="field">
        {Object.entries(words.account.countries).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function readAddress(fields: FormData) {
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
