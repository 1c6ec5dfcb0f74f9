import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import type { JoinRequest, JoinResult } from '../../groups/group-member.ts';
import { ErrorCode, ProtocolError, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api, ApiRequest } from '../api.ts';

/** JoinGroup, in two rounds: the first hands out a member id, the second waits for the others (KIP-394). */
export function createJoinGroupApi({ coordinator }: { coordinator: GroupCoordinator }): Api {
  return {
    key: 11,
    name: 'JoinGroup',
    versions: { lowest: 5, highest: 5 },
    async handle(request, response) {
      const { groupId, groupInstanceId, join } = readJoin(request);
      try {
        requireDynamicMember(groupInstanceId);
        return writeJoin(response, await coordinator.groupFor(groupId, join).join(join));
      } catch (error) {
        const { errorCode } = refusalOf(error);
        const { memberId } = join;
        return writeJoin(response, { errorCode, generation: -1, protocol: '', leader: '', memberId, members: [] });
      }
    },
  };
}

/** Static membership (KIP-345) is refused as brokers that are too old for it do. Throws ProtocolError. */
export function requireDynamicMember(groupInstanceId: string | null): void {
  if (groupInstanceId === null) return;
  throw new ProtocolError(ErrorCode.UNSUPPORTED_VERSION, 'The embedded broker does not support static membership');
}

function readJoin({ body, clientId, clientHost, closed }: ApiRequest) {
  const groupId = body.string();
  const sessionTimeoutMs = body.int32();
  const rebalanceTimeoutMs = body.int32();
  const memberId = body.string();
  const groupInstanceId = body.nullableString();
  const protocolType = body.string();
  // Copied: the group keeps the metadata for long, and a view would keep the whole frame.
  const protocols = body.array(() => ({ name: body.string(), metadata: Buffer.from(body.bytes()) }));
  const join: JoinRequest = {
    memberId,
    clientId,
    clientHost,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocolType,
    protocols,
    closed,
  };
  return { groupId, groupInstanceId, join };
}

function writeJoin(response: ProtocolWriter, result: JoinResult): ProtocolWriter {
  response.int32(NO_THROTTLE_MS).int16(result.errorCode).int32(result.generation);
  response.string(result.protocol).string(result.leader).string(result.memberId);
  return response.array(result.members, ({ id, metadata }) => response.string(id).nullableString(null).bytes(metadata));
}
