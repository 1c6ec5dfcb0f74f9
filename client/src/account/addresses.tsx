import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { Notice } from '../ui/notice.tsx';
import { useLanguage } from '../words/words.tsx';
import { AddressForm } from './address-form.tsx';
import { AddressLines, type PostalAddress } from './address-lines.tsx';
import { RemoveAddressDocument } from './generated/address.ts';

interface AddressesProps {
  readonly addresses: readonly (PostalAddress & { readonly id: string })[];
}

export function Addresses({ addresses }: AddressesProps) {
  const { words } = useLanguage();
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [remove, { loading }] = useMutation(RemoveAddressDocument);
  const removeOne = async (addressId: string) => {
    const { data } = await remove({ variables: { addressId } }).catch(() => ({ data: undefined }));
    const result = data?.removeAddress ?? { code: 'TEMPORARILY_UNAVAILABLE' };
    setProblem('code' in result ? result.code : undefined);
  };
  return (
    <section className="card grid gap-5" aria-labelledby="addresses">
      <h2 id="addresses">{words.account.addresses}</h2>
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
      {addresses.length === 0 ? <p className="text-muted">{words.account.noAddresses}</p> : null}
      <ul className="divide-y divide-line">
        {addresses.map((address) => (
          <li key={address.id} className="flex items-start justify-between gap-4 py-4 first:pt-0">
            <AddressLines address={address} />
            <button
              type="button"
              className="link min-h-11 text-sm text-muted"
              disabled={loading}
              onClick={() => void removeOne(address.id)}
            >
              {words.account.removeAddress}
              <span className="sr-only">: {address.line1}</span>
            </button>
          </li>
        ))}
      </ul>
      {adding ? (
        <AddressForm submitName={words.account.save} onAdded={() => setAdding(false)} />
      ) : (
        <button type="button" className="button-quiet justify-self-start" onClick={() => setAdding(true)}>
          {words.account.addAddress}
        </button>
      )}
    </section>
  );
}
