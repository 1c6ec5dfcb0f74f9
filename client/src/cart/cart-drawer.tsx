import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { Section } from '../services/section.tsx';
import { Icon } from '../ui/icons.tsx';
import { useLanguage } from '../words/words.tsx';
import { CartContent } from './cart-content.tsx';
import { drawerOpen } from './change-cart.ts';
import { useCart } from './use-cart.ts';

const close = () => drawerOpen.write(false);

/** The cart beside the page. A native dialog keeps focus inside, closes on Escape, and gives focus back. */
export function CartDrawer() {
  const { words } = useLanguage();
  const open = useSyncExternalStore(drawerOpen.subscribe, drawerOpen.read);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="drawer-title"
      onClose={close}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
      className="drawer m-0 ml-auto h-dvh max-h-none w-full max-w-md bg-paper backdrop:bg-black/40"
    >
      {open ? <DrawerContent title={words.cart.title} /> : null}
    </dialog>
  );
}

function DrawerContent({ title }: { readonly title: string }) {
  const { words } = useLanguage();
  const cart = useCart();
  return (
    <div className="grid min-h-full content-start gap-6 p-5 sm:p-7">
      <div className="flex items-center justify-between">
        <h2 id="drawer-title">{title}</h2>
        <button
          type="button"
          aria-label={words.shell.close}
          onClick={close}
          className="grid size-11 place-items-center"
        >
          <Icon name="close" />
        </button>
      </div>
      <Section service={cart.guest ? 'products' : 'orders'} missing={cart.failed} heal={cart.heal}>
        <CartContent cart={cart} onLeave={close} />
      </Section>
      {cart.lines.length === 0 ? null : (
        <Link to="/cart" onClick={close} className="link justify-self-center text-sm">
          {words.cart.open}
        </Link>
      )}
    </div>
  );
}
