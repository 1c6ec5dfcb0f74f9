import { useSyncExternalStore } from 'react';
import { session } from './client.ts';

export function useSignedIn(): boolean {
  return useSyncExternalStore(session.signedIn.subscribe, session.signedIn.read);
}
