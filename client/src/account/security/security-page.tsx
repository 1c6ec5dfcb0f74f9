import { Link } from 'react-router';
import { heal, preloadPage, session } from '../../graph/client.ts';
import { useLoaded, usePage } from '../../graph/use-page.ts';
import { useSignedIn } from '../../graph/use-signed-in.ts';
import { Section } from '../../services/section.tsx';
import { GuestNotice } from '../../shell/guest-notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { AccountHeader } from '../account-header.tsx';
import { ChangePassword } from './change-password.tsx';
import { EraseAccount } from './erase-account.tsx';
import { SecurityPageDocument } from './generated/security-page.ts';
import { Sessions } from './sessions.tsx';

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([preloadPage(SecurityPageDocument, {}, { fresh: true }), accountWords.load()]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <Security page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function Security({ page }: { readonly page: Page }) {
  const { account } = useAccountWords();
  const { me } = usePage(page).data;
  return (
    <>
      <AccountHeader title={account.pages.security} />
      <Section service="users" missing={me === null} heal={() => heal(SecurityPageDocument, {}, 'users')}>
        {me === null ? null : (
          <div className="grid items-start gap-8 lg:grid-cols-[1.2fr_1fr] lg:gap-12">
            <Sessions user={me} />
            <div className="grid gap-8">
              <Email email={me.email ?? ''} />
              <ChangePassword email={me.email ?? ''} />
              <EraseAccount />
            </div>
          </div>
        )}
      </Section>
    </>
  );
}

function Email({ email }: { readonly email: string }) {
  const { account } = useAccountWords();
  return (
    <section className="card grid justify-items-start" aria-labelledby="email">
      <h2 id="email">{account.email.title}</h2>
      <p className="mt-2 mb-5 wrap-anywhere text-muted">{account.email.text(email)}</p>
      <Link to="/account/email" className="button-quiet">
        {account.email.change}
      </Link>
    </section>
  );
}
