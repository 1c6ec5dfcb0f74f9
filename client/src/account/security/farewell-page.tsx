import { Link } from 'react-router';
import { loadShelves } from '../../shell/load-shelves.ts';
import { accountWords, useAccountWords } from '../../words/account/account-words.ts';
import { AccountNotice } from '../account-notice.tsx';

export async function loader(): Promise<null> {
  await accountWords.load();
  return loadShelves();
}

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
