import { LiveOrderDocument, LiveOrderMailDocument } from '../order/generated/live-order.ts';
import { follow, followAll } from './follow.ts';
import { addToInbox } from './inbox-cache.ts';
import type { Follow } from './keep-up.ts';

/** An order, and what its customer is told: of the mail about it, and of money that went back. */
export function followOrder(id: string): Follow {
  const mail = {
    document: LiveOrderMailDocument,
    variables: {},
    onEvent: ({ notificationReceived }: { readonly notificationReceived: Parameters<typeof addToInbox>[0] }) =>
      addToInbox(notificationReceived),
  };
  return (onLive) =>
    followAll(
      [
        (onOrder) => follow({ document: LiveOrderDocument, variables: { id } }, onOrder),
        (onMail) => follow(mail, onMail),
      ],
      onLive,
    );
}
