import { Link, useRevalidator, type LoaderFunctionArgs } from 'react-router';
import { answerOf } from '../../graph/answer.ts';
import { client, preloadPage, session } from '../../graph/client.ts';
import { useLoaded, usePage } from '../../graph/use-page.ts';
import { useSignedIn } from '../../graph/use-signed-in.ts';
import { GuestNotice } from '../../shell/guest-notice.tsx';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { emailWords } from '../../words/email/email-words.ts';
import { AccountNotice } from '../account-notice.tsx';
import { useTokenLeaves } from '../verification/mailed-link.ts';
import { ChangeEmailDocument, ChangeEmailPageDocument } from './generated/change-email.ts';

export { keepsOutcome as shouldRevalidate } from '../verification/mailed-link.ts';

type Outcome = 'changed' | 'taken' | 'expired' | 'failed';

/**
 * Changes the address in the loader, which runs once for a navigation. A guest signs in first: the link works for its
 * account alone.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  if (!session.signedIn.read()) return { loaded: undefined };
  const token = new URL(request.url).searchParams.get('token');
  const [outcome] = await Promise.all([change(token), accountWords.load(), emailWords.load()]);
  return { loaded: { outcome, page: await preloadPage(ChangeEmailPageDocument, {}, { fresh: true }) } };
}

export function Component() {
  const { loaded } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return loaded === undefined || !signedIn ? <GuestNotice /> : <ChangedEmail {...loaded} />;
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loader>>['loaded']>;

/** Where the mailed link leads: by the time that it shows, the account has the address. */
function ChangedEmail({ outcome, page }: Loaded) {
  const { account, problemOf } = useAccountWords();
  const email = emailWords.useWords();
  const { me } = usePage(page).data;
  const { revalidate } = useRevalidator();
  useTokenLeaves(outcome !== 'failed');
  if (outcome === 'failed') {
    return (
      <AccountNotice title={email.failed} text={problemOf('TEMPORARILY_UNAVAILABLE')}>
        <button type="button" className="button" onClick={() => void revalidate()}>
          {account.verification.tryAgain}
        </button>
      </AccountNotice>
    );
  }
  const says = {
    changed: { title: email.done, text: email.doneText(me?.email ?? '') },
    taken: { title: email.taken, text: email.takenText },
    expired: { title: email.expired, text: email.expiredText },
  }[outcome];
  return (
    <AccountNotice {...says}>
      <Link to="/account/security" className="button">
        {email.toSecurity}
      </Link>
    </AccountNotice>
  );
}

async function change(token: string | null): Promise<Outcome> {
  if (token === null) return 'expired';
  const sent = client.mutate({ mutation: ChangeEmailDocument, variables: { token } });
  const result = await answerOf(sent, 'changeEmail');
  if (!('code' in result)) return 'changed';
  if (result.code === 'EMAIL_TAKEN') return 'taken';
  return result.code === 'INVALID_TOKEN' ? 'expired' : 'failed';
}
