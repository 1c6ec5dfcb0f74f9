import { session } from '../graph/client.ts';
import { keepUp } from './keep-up.ts';

/**
 * What whoever is signed in is told, on every page and until they sign out. Where that cannot be followed, a page asks
 * once.
 */
export function startVisitorNews(): void {
  let end: (() => void) | undefined;
  const look = () => {
    end?.();
    end = session.signedIn.read()
      ? keepUp({ follow: async () => (await import('./follow-inbox.ts')).followInbox })
      : undefined;
  };
  session.signedIn.subscribe(look);
  look();
}
