import type { ErrorCode } from '../wire/error-code.ts';
import type { Cancel } from '../timers.ts';

/** A way to assign partitions that a member offers, with what it tells the leader (opaque to the broker). */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface JoinRequest {
  /** Empty on the first round. */
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  /** In the member's order of preference. */
  readonly protocols: readonly MemberProtocol[];
  /** Aborted when the connection that it came over has ended. */
  readonly closed: AbortSignal;
}

export interface JoinResult {
  readonly errorCode: ErrorCode;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** Given to the leader only, who assigns. */
  readonly members: readonly { readonly id: string; readonly metadata: Buffer }[];
}

export interface SyncRequest {
  readonly memberId: string;
  readonly generation: number;
  /** From the leader only. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[];
}

export interface SyncResult {
  readonly errorCode: ErrorCode;
  readonly assignment: Buffer;
}

export interface GroupMember {
  readonly id: string;
  join: JoinRequest;
  assignment: Buffer;
  /** Set while the member waits for an answer; who waits needs no heartbeat. */
  answerJoin: ((result: JoinResult) => void) | null;
  answerSync: ((result: SyncResult) => void) | null;
  hasSynced: boolean;
  cancelSession: Cancel;
  stopWatching: Cancel;
}

const NO_GENERATION = -1;
export const NO_ASSIGNMENT = Buffer.alloc(0);

export function createMember(id: string, join: JoinRequest): GroupMember {
  const idle: Cancel = () => undefined;
  return {
    id,
    join,
    assignment: NO_ASSIGNMENT,
    answerJoin: null,
    answerSync: null,
    hasSynced: false,
    cancelSession: idle,
    stopWatching: idle,
  };
}

/** Calls back when the connection of a join has ended, as it does at once when its process is killed. */
export function whenClosed({ closed }: JoinRequest, onClosed: () => void): Cancel {
  closed.addEventListener('abort', onClosed);
  return () => closed.removeEventListener('abort', onClosed);
}

export function metadataFor(member: GroupMember, protocol: string): Buffer {
  return member.join.protocols.find(({ name }) => name === protocol)?.metadata ?? NO_ASSIGNMENT;
}

export function hasSameProtocols(left: JoinRequest, right: JoinRequest): boolean {
  if (left.protocols.length !== right.protocols.length) return false;
  return left.protocols.every((protocol, index) => {
    const other = right.protocols[index];
    return other?.name === protocol.name && other.metadata.equals(protocol.metadata);
  });
}

/** The protocol that most members prefer among those that all of them offer; null where they have none in common. */
export function electProtocol(members: readonly GroupMember[]): string | null {
  const votes = new Map<string, number>();
  for (const member of members) {
    const vote = member.join.protocols.find(({ name }) => isOfferedByAll(name, members));
    if (vote) votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([, left], [, right]) => right - left);
  return winner ? winner[0] : null;
}

/** Whether the candidate and the members have a protocol in common. */
export function canJoin(candidate: JoinRequest, members: readonly GroupMember[]): boolean {
  if (candidate.protocols.length === 0) return false;
  if (members.length === 0) return true;
  const isSameType = members.every((member) => member.join.protocolType === candidate.protocolType);
  return isSameType && candidate.protocols.some(({ name }) => isOfferedByAll(name, members));
}

function isOfferedByAll(name: string, members: readonly GroupMember[]): boolean {
  return members.every((member) => member.join.protocols.some((offered) => offered.name === name));
}

export function refusedJoin(errorCode: ErrorCode, memberId: string): JoinResult {
  return { errorCode, generation: NO_GENERATION, protocol: '', leader: '', memberId, members: [] };
}

/** Answers whoever waits, and expects nothing of the member any more. */
export function dismiss(member: GroupMember, errorCode: ErrorCode): void {
  member.cancelSession();
  member.stopWatching();
  member.answerJoin?.(refusedJoin(errorCode, member.id));
  member.answerSync?.({ errorCode, assignment: NO_ASSIGNMENT });
}
