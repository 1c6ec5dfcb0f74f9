import { Link, useRevalidator, type LoaderFunctionArgs } from 'react-router';
import { client, preloadPage } from '../../graph/client.ts';
import { useLoaded, usePage } from '../../graph/use-page.ts';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { AccountNotice } from '../account-notice.tsx';
import { VerifyEmailDocument, VerifyEmailPageDocument } from './generated/verification.ts';
import { useTokenLeaves } from './mailed-link.ts';
import { AnotherMail } from './verification-notice.tsx';

export { keepsOutcome as shouldRevalidate } from './mailed-link.ts';

type Outcome = 'verified' | 'expired' | 'failed' | 'not-tried';

/** Verifies in the loader, which runs once for a navigation, and not in an effect, which React may run twice. */
export async function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token');
  const [outcome] = await Promise.all([token === null ? 'not-tried' : verify(token), accountWords.load()]);
  return { outcome, page: await preloadPage(VerifyEmailPageDocument, {}, { fresh: true }) };
}

/** Where the mailed link leads: by the time that it shows, the address is verified. */
export function Component() {
  const { account } = useAccountWords();
  const { outcome, page } = useLoaded<typeof loader>();
  const { me } = usePage(page).data;
  const { revalidate } = useRevalidator();
  useTokenLeaves(outcome !== 'failed');
  const { verification } = account;
  if (outcome === 'failed') {
    return (
      <AccountNotice title={verification.failed} text={verification.openAny}>
        <button type="button" className="button" onClick={() => void revalidate()}>
          {verification.tryAgain}
        </button>
      </AccountNotice>
    );
  }
  if (outcome === 'verified' || me?.emailVerified === true) {
    return (
      <AccountNotice title={verification.done} text={verification.doneText}>
        <Link to="/c/all" className="button">
          {verification.toShop}
        </Link>
      </AccountNotice>
    );
  }
  const [title, text] =
    outcome === 'expired'
      ? [verification.expired, verification.expiredText]
      : [verification.title, verification.openAny];
  return (
    <AccountNotice title={title} text={text}>
      {me === null ? (
        <Link to="/sign-in?to=/verify-email" className="button">
          {verification.signIn}
        </Link>
      ) : (
        <AnotherMail email={me.email ?? ''} />
      )}
    </AccountNotice>
  );
}

async function verify(token: string): Promise<Outcome> {
  const { data } = await client
    .mutate({ mutation: VerifyEmailDocument, variables: { token } })
    .catch(() => ({ data: undefined }));
  const result = data?.verifyEmail;
  if (result === undefined) return 'failed';
  return result.__typename === 'EmailVerified' ? 'verified' : 'expired';
}
