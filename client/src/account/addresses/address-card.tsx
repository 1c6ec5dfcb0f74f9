import { useMutation } from '@apollo/client/react';
import { answerOf } from '../../graph/answer.ts';
import { useAccountWords } from '../../words/account/account-words.ts';
import { AddressLines, type PostalAddress } from './address-lines.tsx';
import { RemoveAddressDocument, SetDefaultAddressDocument } from './generated/addresses.ts';

export type OwnAddress = PostalAddress & { readonly id: string; readonly isDefault: boolean };

interface AddressCardProps {
  readonly address: OwnAddress;
  readonly onChange: () => void;
  /** With the code of what went wrong, if anything did. */
  readonly onSettled: (code?: string) => void;
}

/** One address of the account, and what can be done with it. */
export function AddressCard({ address, onChange, onSettled }: AddressCardProps) {
  const { addresses } = useAccountWords().account;
  const variables = { addressId: address.id };
  const [remove, removing] = useMutation(RemoveAddressDocument, { variables });
  const [makeDefault, choosing] = useMutation(SetDefaultAddressDocument, { variables });
  const settle = (result: { readonly code: string } | object) => onSettled('code' in result ? result.code : undefined);
  const removeIt = async () => settle(await answerOf(remove(), 'removeAddress'));
  const offerFirst = async () => settle(await answerOf(makeDefault(), 'setDefaultAddress'));
  const action = (name: string, act: () => void) => (
    <button
      type="button"
      className="link min-h-11 text-sm text-muted"
      disabled={removing.loading || choosing.loading}
      onClick={act}
    >
      {name}
      <span className="sr-only">: {address.line1}</span>
    </button>
  );
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <AddressLines address={address} />
        {address.isDefault ? (
          <p className="rounded-full bg-sunken px-3 py-1 text-sm font-medium">{addresses.isDefault}</p>
        ) : null}
      </div>
      <div className="mt-2 -mb-3 flex flex-wrap gap-x-5">
        {action(addresses.change, onChange)}
        {address.isDefault ? null : action(addresses.makeDefault, () => void offerFirst())}
        {action(addresses.remove, () => void removeIt())}
      </div>
    </>
  );
}
