import { useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { announce } from '../ui/announcer.ts';
import { Notice } from '../ui/notice.tsx';
import { useAccountWords } from '../words/account/account-words.ts';
import { AddressForm } from './address-form.tsx';
import { AddressLines, type PostalAddress } from './address-lines.tsx';
import { RemoveAddressDocument, SetDefaultAddressDocument } from './generated/addresses.ts';

type Address = PostalAddress & { readonly id: string; readonly isDefault: boolean };

/** In the place of an address's id: the form is for another one. */
const ANOTHER = 'another';

export function Addresses({ addresses }: { readonly addresses: readonly Address[] }) {
  const { account, problemOf } = useAccountWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [open, setOpen] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const leave = () => {
    setOpen(undefined);
    heading.current?.focus();
  };
  // What had the focus may be gone.
  const done = (code: string | undefined) => {
    setProblem(code);
    heading.current?.focus();
    if (code === undefined) announce(account.saved);
  };
  const form = (address?: Address) => (
    <div className="grid gap-4">
      <AddressForm
        submitName={account.save}
        takesFocus
        {...(address === undefined ? {} : { address })}
        onSaved={() => {
          setOpen(undefined);
          done(undefined);
        }}
      />
      <button type="button" className="link min-h-11 justify-self-start text-sm" onClick={leave}>
        {account.addresses.cancel}
      </button>
    </div>
  );
  return (
    <section className="card grid gap-5" aria-labelledby="addresses">
      <h2 ref={heading} id="addresses" tabIndex={-1} className="outline-none">
        {account.addresses.title}
      </h2>
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      {addresses.length === 0 ? <p className="text-muted">{account.addresses.none}</p> : null}
      <ul className="divide-y divide-line">
        {addresses.map((address) => (
          <li key={address.id} className="py-4 first:pt-0">
            {open === address.id ? (
              form(address)
            ) : (
              <OneAddress address={address} onChange={() => setOpen(address.id)} onDone={done} />
            )}
          </li>
        ))}
      </ul>
      {open === ANOTHER ? (
        form()
      ) : (
        <button type="button" className="button-quiet justify-self-start" onClick={() => setOpen(ANOTHER)}>
          {account.addresses.add}
        </button>
      )}
    </section>
  );
}

interface OneAddressProps {
  readonly address: Address;
  readonly onChange: () => void;
  /** With the code of what went wrong. */
  readonly onDone: (code: string | undefined) => void;
}

function OneAddress({ address, onChange, onDone }: OneAddressProps) {
  const { account } = useAccountWords();
  const variables = { addressId: address.id };
  const [remove, removing] = useMutation(RemoveAddressDocument, { variables });
  const [makeDefault, choosing] = useMutation(SetDefaultAddressDocument, { variables });
  const settle = (result: object | undefined) =>
    onDone(result === undefined ? 'TEMPORARILY_UNAVAILABLE' : codeOf(result));
  const actions = [
    { name: account.addresses.change, act: onChange },
    ...(address.isDefault
      ? []
      : [
          {
            name: account.addresses.makeDefault,
            act: () =>
              makeDefault().then(
                ({ data }) => settle(data?.setDefaultAddress),
                () => settle(undefined),
              ),
          },
        ]),
    {
      name: account.addresses.remove,
      act: () =>
        remove().then(
          ({ data }) => settle(data?.removeAddress),
          () => settle(undefined),
        ),
    },
  ];
  return (
    <>
      {address.isDefault ? (
        <p className="mb-2 w-fit rounded-full bg-sunken px-3 py-1 text-sm font-medium">{account.addresses.isDefault}</p>
      ) : null}
      <AddressLines address={address} />
      <div className="mt-1 flex flex-wrap gap-x-5">
        {actions.map(({ name, act }) => (
          <button
            key={name}
            type="button"
            className="link min-h-11 text-sm text-muted"
            disabled={removing.loading || choosing.loading}
            onClick={() => void act()}
          >
            {name}
            <span className="sr-only">: {address.line1}</span>
          </button>
        ))}
      </div>
    </>
  );
}

function codeOf(result: object): string | undefined {
  return 'code' in result && typeof result.code === 'string' ? result.code : undefined;
}
