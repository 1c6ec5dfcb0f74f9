import { randomUUID } from 'node:crypto';
import { ErrorCode, ProtocolError } from '../wire/error-code.ts';
import type { Timers } from '../timers.ts';
import type { CommittedOffset } from './committed-offsets.ts';
import { Group } from './group.ts';
import type { GroupDescription } from './group-state.ts';
import type { JoinRequest } from './group-member.ts';
import type { OffsetsJournal } from './offsets-journal.ts';

/** What Apache Kafka allows, but for the minimum (6 s there): tests of takeover should not have to wait that long. */
const SESSION_TIMEOUT_MS = { smallest: 1000, largest: 1_800_000 };
const LARGEST_METADATA_BYTES = 4096;

const NEVER_SEEN: GroupDescription = { state: 'Dead', protocolType: '', protocol: '', generation: 0, members: [] };
const OFFSETS_ONLY: GroupDescription = { ...NEVER_SEEN, state: 'Empty', protocolType: 'consumer' };

export interface GroupCoordinator {
  /** The group, created at need. Throws ProtocolError for an id or a session timeout that is not allowed. */
  groupFor(groupId: string, join: JoinRequest): Group;
  find(groupId: string): Group | undefined;
  groupIds(): string[];
  describe(groupId: string): GroupDescription;
  /** Writes the offsets down; they are durable when the returned promise is fulfilled. Throws ProtocolError. */
  commit(groupId: string, memberId: string, generation: number, offsets: readonly CommittedOffset[]): Promise<void>;
  committed(groupId: string): CommittedOffset[];
  committedOffset(groupId: string, topic: string, partition: number): CommittedOffset | undefined;
  /** Throws ProtocolError NON_EMPTY_GROUP or GROUP_ID_NOT_FOUND. */
  deleteGroup(groupId: string): Promise<void>;
  forgetTopic(topic: string): Promise<void>;
  close(): void;
}

export function createGroupCoordinator({
  journal,
  timers,
}: {
  journal: OffsetsJournal;
  timers: Timers;
}): GroupCoordinator {
  const groups = new Map<string, Group>();
  const createMemberId = (clientId: string) => `${clientId}-${randomUUID()}`;

  async function write(change: Parameters<OffsetsJournal['append']>[0]): Promise<void> {
    try {
      journal.append(change);
      await journal.flush();
    } catch (error) {
      throw new ProtocolError(ErrorCode.COORDINATOR_NOT_AVAILABLE, `Could not write offsets: ${String(error)}`);
    }
  }

  return {
    groupFor(groupId, join) {
      requireJoinable(groupId, join);
      const group = groups.get(groupId) ?? new Group({ timers, createMemberId });
      groups.set(groupId, group);
      return group;
    },
    find: (groupId) => groups.get(groupId),
    groupIds: () => [...new Set([...groups.keys(), ...journal.offsets.groups()])],
    describe(groupId) {
      const group = groups.get(groupId);
      if (group) return group.describe();
      return journal.offsets.groups().includes(groupId) ? OFFSETS_ONLY : NEVER_SEEN;
    },
    async commit(group, memberId, generation, offsets) {
      const errorCode = checkCommit(groups.get(group), memberId, generation);
      if (errorCode !== ErrorCode.NONE) throw new ProtocolError(errorCode, `${group} does not take this commit`);
      await write({ kind: 'commit', group, offsets });
    },
    committed: (groupId) => journal.offsets.ofGroup(groupId),
    committedOffset: (groupId, topic, partition) => journal.offsets.find(groupId, topic, partition),
    async deleteGroup(groupId) {
      const group = groups.get(groupId);
      const hasOffsets = journal.offsets.groups().includes(groupId);
      if (!group && !hasOffsets) throw new ProtocolError(ErrorCode.GROUP_ID_NOT_FOUND, `There is no group ${groupId}`);
      if (group && group.state !== 'Empty')
        throw new ProtocolError(ErrorCode.NON_EMPTY_GROUP, `${groupId} has members`);
      group?.close();
      groups.delete(groupId);
      if (hasOffsets) await write({ kind: 'forget-group', group: groupId });
    },
    forgetTopic: (topic) => write({ kind: 'forget-topic', topic }),
    close() {
      for (const group of groups.values()) group.close();
    },
  };
}

/** Throws ProtocolError OFFSET_METADATA_TOO_LARGE. */
export function requireSmallMetadata(metadata: string | null): void {
  if (metadata === null || Buffer.byteLength(metadata) <= LARGEST_METADATA_BYTES) return;
  throw new ProtocolError(ErrorCode.OFFSET_METADATA_TOO_LARGE, `At most ${LARGEST_METADATA_BYTES} bytes of metadata`);
}

function requireJoinable(groupId: string, { sessionTimeoutMs }: JoinRequest): void {
  if (groupId === '') throw new ProtocolError(ErrorCode.INVALID_GROUP_ID, 'A group needs an id');
  const { smallest, largest } = SESSION_TIMEOUT_MS;
  if (sessionTimeoutMs >= smallest && sessionTimeoutMs <= largest) return;
  throw new ProtocolError(ErrorCode.INVALID_SESSION_TIMEOUT, `Session timeout must be ${smallest} to ${largest} ms`);
}

/** Without a group only a client that assigns itself its partitions may commit. */
function checkCommit(group: Group | undefined, memberId: string, generation: number): ErrorCode {
  if (group) return group.checkCommit(memberId, generation);
  return generation < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
}
