import { userErased, userRegistered, userUpdated } from '@galleria/events/users';
import type { createNotificationsApp } from '../../../../subgraphs/notifications/src/app.ts';
import { tell, type ConsumerSamples, type Stage } from '../../story.ts';

export type NotificationsStageApp = Awaited<ReturnType<typeof createNotificationsApp>>;

export type NotificationsSamples = ConsumerSamples<NotificationsStageApp>['samples'];

export type NotificationsStage = Stage<NotificationsStageApp>;

export const AT = '2020-05-04T12:00:00.000Z';

/** An account, and the facts that are told of it. */
export function accountOf(stage: NotificationsStage) {
  const userId = stage.id('user');
  const at = (version: number) => ({ userId, email: `ada.${version}@example.com`, name: 'Ada', version });
  return {
    userId,
    at,
    registered: tell(userRegistered, { ...at(1), registeredAt: AT }),
    updated: (version: number) => tell(userUpdated, at(version)),
    erased: tell(userErased, { userId, erasedAt: '2020-05-04T12:00:01.000Z' }),
  };
}
