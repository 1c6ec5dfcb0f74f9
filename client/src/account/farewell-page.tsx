import { Link } from 'react-router';
import { useAccountWords } from '../words/account/account-words.ts';
import { AccountNotice } from './account-notice.tsx';

/** After an account was erased. */
export function Component() {
  const { account } = useAccountWords();
  return (
    <AccountNotice title={account.erasure.done} text={account.erasure.doneText}>
      <Link to="/c/all" className="button">
        {account.verification.toShop}
      </Link>
    </AccountNotice>
  );
}
