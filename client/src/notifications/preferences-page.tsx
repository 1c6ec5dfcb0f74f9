import { AccountHeader } from '../account/account-header.tsx';
import { heal, preloadPage, session } from '../graph/client.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { useSignedIn } from '../graph/use-signed-in.ts';
import { Section } from '../services/section.tsx';
import { GuestNotice } from '../shell/guest-notice.tsx';
import { accountWords, useAccountWords } from '../words/account/account-words.ts';
import { PreferencesPageDocument } from './generated/preferences-page.ts';
import { PreferenceTable } from './preference-table.tsx';

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([preloadPage(PreferencesPageDocument, {}), accountWords.load()]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <Preferences page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function Preferences({ page }: { readonly page: Page }) {
  const { account } = useAccountWords();
  const { notificationPreferences: preferences } = usePage(page).data;
  return (
    <>
      <AccountHeader title={account.preferences.title} />
      <Section
        service="notifications"
        missing={preferences === null}
        heal={() => heal(PreferencesPageDocument, {}, 'notifications')}
      >
        {preferences === null ? null : <PreferenceTable preferences={preferences} />}
      </Section>
    </>
  );
}
