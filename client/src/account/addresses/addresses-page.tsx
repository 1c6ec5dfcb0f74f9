import { heal, preloadPage, session } from '../../graph/client.ts';
import { useLoaded, usePage } from '../../graph/use-page.ts';
import { useSignedIn } from '../../graph/use-signed-in.ts';
import { Section } from '../../services/section.tsx';
import { GuestNotice } from '../../shell/guest-notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { AccountHeader } from '../account-header.tsx';
import { Addresses } from './addresses.tsx';
import { AddressesPageDocument } from './generated/addresses-page.ts';

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([preloadPage(AddressesPageDocument, {}), accountWords.load()]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <AddressesOfPage page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function AddressesOfPage({ page }: { readonly page: Page }) {
  const { account } = useAccountWords();
  const { me } = usePage(page).data;
  return (
    <>
      <AccountHeader title={account.pages.addresses} />
      <Section service="users" missing={me === null} heal={() => heal(AddressesPageDocument, {}, 'users')}>
        {me === null ? null : <Addresses addresses={me.addresses ?? []} />}
      </Section>
    </>
  );
}
