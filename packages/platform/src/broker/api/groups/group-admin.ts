import type { GroupDescription } from '../../groups/group-state.ts';
import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

interface Dependencies {
  readonly coordinator: GroupCoordinator;
}

/** DescribeGroups. A group that nobody knows is described as Dead, as Apache Kafka does. */
export function createDescribeGroupsApi({ coordinator }: Dependencies): Api {
  return {
    key: 15,
    name: 'DescribeGroups',
    versions: { lowest: 1, highest: 2 },
    handle({ body }, response) {
      const groupIds = body.array(() => body.string());
      response.int32(NO_THROTTLE_MS);
      return response.array(groupIds, (groupId) => writeGroup(response, groupId, coordinator.describe(groupId)));
    },
  };
}

export function createListGroupsApi({ coordinator }: Dependencies): Api {
  return {
    key: 16,
    name: 'ListGroups',
    versions: { lowest: 1, highest: 2 },
    handle(_request, response) {
      response.int32(NO_THROTTLE_MS).int16(ErrorCode.NONE);
      return response.array(coordinator.groupIds(), (groupId) => {
        response.string(groupId).string(coordinator.describe(groupId).protocolType);
      });
    },
  };
}

/** DeleteGroups: groups without members only, together with their committed offsets. */
export function createDeleteGroupsApi({ coordinator }: Dependencies): Api {
  return {
    key: 42,
    name: 'DeleteGroups',
    versions: { lowest: 0, highest: 1 },
    async handle({ body }, response) {
      const results: { groupId: string; errorCode: ErrorCode }[] = [];
      for (const groupId of body.array(() => body.string())) {
        try {
          await coordinator.deleteGroup(groupId);
          results.push({ groupId, errorCode: ErrorCode.NONE });
        } catch (error) {
          results.push({ groupId, errorCode: refusalOf(error).errorCode });
        }
      }
      response.int32(NO_THROTTLE_MS);
      return response.array(results, ({ groupId, errorCode }) => response.string(groupId).int16(errorCode));
    },
  };
}

function writeGroup(response: ProtocolWriter, groupId: string, group: GroupDescription): void {
  response.int16(ErrorCode.NONE).string(groupId).string(group.state);
  response.string(group.protocolType).string(group.protocol);
  response.array(group.members, ({ id, clientId, clientHost, metadata, assignment }) => {
    response.string(id).string(clientId).string(clientHost).bytes(metadata).bytes(assignment);
  });
}
