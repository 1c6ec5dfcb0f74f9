import type { GroupCoordinator } from '../groups/group-coordinator.ts';
import type { ProducerIds } from '../storage/producer-ids.ts';
import type { TopicStore } from '../storage/topics/topic-store.ts';
import type { Api } from './api.ts';
import { createApiVersionsApi } from './api-versions.ts';
import { createAlterConfigsApi, createDescribeConfigsApi } from './topics/config-admin.ts';
import { createCreateTopicsApi } from './topics/create-topics.ts';
import { createFetchApi } from './records/fetch.ts';
import { createFindCoordinatorApi } from './groups/find-coordinator.ts';
import { createDeleteGroupsApi, createDescribeGroupsApi, createListGroupsApi } from './groups/group-admin.ts';
import { createHeartbeatApi, createLeaveGroupApi, createSyncGroupApi } from './groups/group-membership.ts';
import { createOffsetCommitApi, createOffsetFetchApi } from './groups/group-offsets.ts';
import { createInitProducerIdApi } from './records/init-producer-id.ts';
import { createJoinGroupApi } from './groups/join-group.ts';
import { createListOffsetsApi } from './records/list-offsets.ts';
import { createMetadataApi } from './topics/metadata.ts';
import type { AdvertisedAddress } from './topics/metadata.ts';
import { createProduceApi } from './records/produce.ts';
import { createCreatePartitionsApi, createDeleteRecordsApi, createDeleteTopicsApi } from './topics/topic-admin.ts';

export interface ApiDependencies {
  readonly topics: TopicStore;
  readonly coordinator: GroupCoordinator;
  readonly producerIds: ProducerIds;
  /** Known only once the server listens. */
  readonly address: () => AdvertisedAddress;
}

/**
 * Everything that the broker understands, by API key. Transactions, SASL, ACLs and reassignment are not advertised, so
 * that clients themselves say that the broker lacks them.
 */
export function createApiTable(dependencies: ApiDependencies): ReadonlyMap<number, Api> {
  const apis: Api[] = [
    createProduceApi(dependencies),
    createFetchApi(dependencies),
    createListOffsetsApi(dependencies),
    createMetadataApi(dependencies),
    createOffsetCommitApi(dependencies),
    createOffsetFetchApi(dependencies),
    createFindCoordinatorApi(dependencies),
    createJoinGroupApi(dependencies),
    createHeartbeatApi(dependencies),
    createLeaveGroupApi(dependencies),
    createSyncGroupApi(dependencies),
    createDescribeGroupsApi(dependencies),
    createListGroupsApi(dependencies),
    createCreateTopicsApi(dependencies),
    createDeleteTopicsApi(dependencies),
    createDeleteRecordsApi(dependencies),
    createInitProducerIdApi(dependencies),
    createDescribeConfigsApi(dependencies),
    createAlterConfigsApi(dependencies),
    createCreatePartitionsApi(dependencies),
    createDeleteGroupsApi(dependencies),
  ];
  const table = [...apis, createApiVersionsApi(() => apis)];
  return new Map(table.map((api) => [api.key, api]));
}
