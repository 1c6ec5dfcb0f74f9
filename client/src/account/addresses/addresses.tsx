import { useRef, useState } from 'react';
import { announce } from '../../ui/announcer.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAccountWords } from '../../words/account/account-words.ts';
import { AddressCard, type OwnAddress } from './address-card.tsx';
import { AddressForm } from './address-form.tsx';

/** In the place of an address's id: the form is for another one. */
const ANOTHER = 'another';

/** Where orders can go, and the one that is offered first. */
export function Addresses({ addresses }: { readonly addresses: readonly OwnAddress[] }) {
  const { account, problemOf } = useAccountWords();
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<string>();
  const [problem, setProblem] = useState<string>();
  // What had the focus may be gone.
  const settle = (code?: string) => {
    setProblem(code);
    list.current?.focus();
    if (code === undefined) announce(account.saved);
  };
  const form = (address?: OwnAddress) => (
    <div className="grid gap-2">
      <AddressForm
        {...(address === undefined ? {} : { address })}
        submitName={account.save}
        takesFocus
        onSaved={() => {
          setOpen(undefined);
          settle();
        }}
      />
      <button
        type="button"
        className="link min-h-11 justify-self-start text-sm"
        onClick={() => {
          setOpen(undefined);
          list.current?.focus();
        }}
      >
        {account.addresses.cancel}
      </button>
    </div>
  );
  return (
    <div className="grid max-w-2xl gap-6">
      {problem === undefined ? null : <Notice tone="bad" title={problemOf(problem)} />}
      {addresses.length === 0 ? <p className="text-muted">{account.addresses.none}</p> : null}
      <ul ref={list} tabIndex={-1} aria-label={account.pages.addresses} className="grid gap-4 outline-none">
        {addresses.map((address) => (
          <li key={address.id} className="card">
            {open === address.id ? (
              form(address)
            ) : (
              <AddressCard address={address} onChange={() => setOpen(address.id)} onSettled={settle} />
            )}
          </li>
        ))}
      </ul>
      {open === ANOTHER ? (
        <div className="card">{form()}</div>
      ) : (
        <button type="button" className="button-quiet justify-self-start" onClick={() => setOpen(ANOTHER)}>
          {account.addresses.add}
        </button>
      )}
    </div>
  );
}
