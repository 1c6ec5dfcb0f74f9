import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import { NO_ASSIGNMENT } from '../../groups/group-member.ts';
import type { SyncResult } from '../../groups/group-member.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';
import { requireDynamicMember } from './join-group.ts';

interface Dependencies {
  readonly coordinator: GroupCoordinator;
}

/** SyncGroup: the leader brings the assignment, everybody takes theirs. */
export function createSyncGroupApi({ coordinator }: Dependencies): Api {
  return {
    key: 14,
    name: 'SyncGroup',
    versions: { lowest: 3, highest: 3 },
    async handle({ body }, response) {
      const groupId = body.string();
      const generation = body.int32();
      const memberId = body.string();
      const groupInstanceId = body.nullableString();
      const assignments = body.array(() => ({ memberId: body.string(), assignment: Buffer.from(body.bytes()) }));
      let result: SyncResult;
      try {
        requireDynamicMember(groupInstanceId);
        const group = coordinator.find(groupId);
        result = group
          ? await group.sync({ memberId, generation, assignments })
          : { errorCode: ErrorCode.UNKNOWN_MEMBER_ID, assignment: NO_ASSIGNMENT };
      } catch (error) {
        result = { errorCode: refusalOf(error).errorCode, assignment: NO_ASSIGNMENT };
      }
      return response.int32(NO_THROTTLE_MS).int16(result.errorCode).bytes(result.assignment);
    },
  };
}

/** Heartbeat: keeps a member in its group and tells it when to join again. */
export function createHeartbeatApi({ coordinator }: Dependencies): Api {
  return {
    key: 12,
    name: 'Heartbeat',
    versions: { lowest: 3, highest: 3 },
    handle({ body }, response) {
      const groupId = body.string();
      const generation = body.int32();
      const memberId = body.string();
      body.nullableString(); // group instance id: who has one could not join
      const errorCode = coordinator.find(groupId)?.heartbeat(memberId, generation) ?? ErrorCode.UNKNOWN_MEMBER_ID;
      return response.int32(NO_THROTTLE_MS).int16(errorCode);
    },
  };
}

/** LeaveGroup: of one member up to version 2, of several from version 3 on. */
export function createLeaveGroupApi({ coordinator }: Dependencies): Api {
  return {
    key: 13,
    name: 'LeaveGroup',
    versions: { lowest: 1, highest: 3 },
    handle({ body, version }, response) {
      const group = coordinator.find(body.string());
      const leave = (memberId: string) => group?.leave(memberId) ?? ErrorCode.UNKNOWN_MEMBER_ID;
      response.int32(NO_THROTTLE_MS);
      if (version < 3) return response.int16(leave(body.string()));
      const members = body.array(() => ({ memberId: body.string(), instanceId: body.nullableString() }));
      response.int16(ErrorCode.NONE);
      return response.array(members, ({ memberId, instanceId }) => {
        response.string(memberId).nullableString(instanceId).int16(leave(memberId));
      });
    },
  };
}
