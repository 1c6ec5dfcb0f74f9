import type { Caller } from '@galleria/kit/graphql/viewer';
import type { Changes } from '@galleria/kit/process/changes';
import type { DeliveryLog } from '../service/delivery-log.ts';
import type { createMarkRead } from '../service/mark-read.ts';
import type { Preferences } from '../service/preferences.ts';
import type { ReadNotifications } from '../service/read-notifications.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly markRead: ReturnType<typeof createMarkRead>;
  readonly readNotifications: ReadNotifications;
  readonly preferences: Preferences;
  readonly deliveryLog: DeliveryLog;
  /** By the customer's id. */
  readonly inboxChanges: Pick<Changes, 'follow'>;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller, loaders: createLoaders(services, caller.viewer) });
}
