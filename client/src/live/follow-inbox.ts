import { LiveInboxDocument } from '../notifications/generated/live-inbox.ts';
import { follow } from './follow.ts';
import { addToInbox } from './inbox-cache.ts';
import type { Follow } from './keep-up.ts';

/** The inbox of whoever is signed in. */
export const followInbox: Follow = (onLive) =>
  follow(
    {
      document: LiveInboxDocument,
      variables: {},
      onEvent: ({ notificationReceived }) => addToInbox(notificationReceived),
    },
    onLive,
  );
