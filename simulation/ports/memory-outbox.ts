import type { Inbox } from '@galleria/messaging/inbox/inbox';
import { envelopeOf, type Outbox } from '@galleria/messaging/outbox/outbox';
import type { OutboxConnection } from '@galleria/messaging/outbox/outbox-connection';
import type { Life, World } from '../world/world.ts';
import type { MessageTables, Store, Tables } from './memory-database.ts';
import { insertRow } from './memory-rows.ts';

/** Makes outboxes of one service, whose positions grow through all transactions, as those of a sequence do. */
export function createMemoryOutbox(service: string): (tables: MessageTables) => Outbox {
  let position = 0;
  return ({ outbox }) => ({
    add: async (contract, data) => {
      const envelope = envelopeOf(contract, data, service);
      position += 1;
      outbox.set(String(position), { ...envelope, position: String(position) });
    },
  });
}

/** The inbox of one transaction. */
export function createMemoryInbox({ inbox }: MessageTables): Inbox {
  return {
    accept: async (messageId) => {
      if (inbox.has(messageId)) return false;
      insertRow(inbox, 'inbox_pkey', messageId, messageId);
      return true;
    },
  };
}

interface Leader {
  readonly life: Life;
  readonly onWake: () => void;
}

/** The relays' own connections to one database: one of them leads, until it is closed or its process dies. */
export function createOutboxConnections<Own extends Tables>(
  world: World,
  store: Pick<Store<Own>, 'committed' | 'change'>,
): (life: Life, onWake: () => void) => Promise<OutboxConnection> {
  let leader: Leader | undefined;
  return async (life, onWake) => {
    await world.gate(life);
    const self: Leader = { life, onWake };
    /** A removal goes out at once and is not waited for: it is lost with the process. */
    let removing: Promise<void> = Promise.resolve();
    return {
      lead: async () => {
        await world.gate(life);
        if (leader?.life.isAlive !== true) leader = self;
        return leader === self;
      },
      unsent: async (limit, exceptKeys) => {
        await removing;
        const rows = [...store.committed().outbox.values()].filter(({ key }) => !exceptKeys.includes(key));
        return rows.sort((a, b) => Number(a.position) - Number(b.position)).slice(0, limit);
      },
      removeSent: (positions) => {
        removing = store.change(life, ({ outbox }) => {
          for (const sent of positions) outbox.delete(sent);
        });
      },
      notify: async () => {
        await world.gate(life);
        if (leader !== undefined) world.after(leader.life, 1, leader.onWake);
      },
      close: async () => {
        if (leader === self) leader = undefined;
      },
    };
  };
}
