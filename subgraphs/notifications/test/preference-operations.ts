import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { NotificationsService } from './notifications-service.ts';

const SET = `mutation Set($input: SetNotificationPreferenceInput!) {
  setNotificationPreference(input: $input) {
    __typename
    ... on NotificationPreferenceSet {
      preference { kind channel enabled required because }
      preferences { kind channel enabled required because }
    }
    ... on Problem { code message }
  }
}`;
const READ = '{ notificationPreferences { kind channel enabled required because } }';

export interface Choice {
  readonly kind: string;
  readonly channel: 'IN_APP' | 'EMAIL';
  readonly enabled: boolean;
}

export type ShownPreference = Choice & { readonly required: boolean; readonly because: string | null };

export async function setPreference(service: NotificationsService, viewer: Viewer | null, input: Choice) {
  const { data, errors } = await service.query(SET, { variables: { input }, viewer });
  return { result: data?.setNotificationPreference, code: errors?.[0]?.extensions.code };
}

export async function preferences(service: NotificationsService, viewer: Viewer | null) {
  const { data, errors } = await service.query(READ, { viewer });
  const list = data?.notificationPreferences as ShownPreference[] | null;
  return { list: list ?? [], code: errors?.[0]?.extensions.code };
}
