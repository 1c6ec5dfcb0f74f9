import type { Cancel, Timers } from '../timers.ts';
import { ErrorCode } from '../wire/error-code.ts';
import {
  NO_ASSIGNMENT,
  canJoin,
  createMember,
  dismiss,
  electProtocol,
  hasSameProtocols,
  metadataFor,
  refusedJoin,
  whenClosed,
} from './group-member.ts';
import type { GroupMember, JoinRequest, JoinResult, SyncRequest, SyncResult } from './group-member.ts';
import type { GroupDescription, GroupState } from './group-state.ts';

export interface GroupDependencies {
  readonly timers: Timers;
  readonly createMemberId: (clientId: string) => string;
}

/**
 * One consumer group. All methods are synchronous; `join` and `sync` answer through a promise once the group has moved
 * on.
 */
export class Group {
  readonly #timers: Timers;
  readonly #createMemberId: (clientId: string) => string;
  readonly #members = new Map<string, GroupMember>();
  /** Ids handed out in the first round whose second round has not come yet. */
  readonly #invited = new Map<string, Cancel>();
  #state: GroupState = 'Empty';
  #generation = 0;
  #leader = '';
  #protocol = '';
  #cancelDeadline: Cancel = () => undefined;

  constructor({ timers, createMemberId }: GroupDependencies) {
    this.#timers = timers;
    this.#createMemberId = createMemberId;
  }

  get state(): GroupState {
    return this.#state;
  }

  join(request: JoinRequest): Promise<JoinResult> {
    const refuse = (errorCode: ErrorCode) => Promise.resolve(refusedJoin(errorCode, request.memberId));
    if (this.#state === 'Dead') return refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    const others = [...this.#members.values()].filter(({ id }) => id !== request.memberId);
    if (!canJoin(request, others)) return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    if (request.memberId === '') return Promise.resolve(this.#invite(request));

    const member = this.#members.get(request.memberId);
    if (member) return this.#rejoin(member, request);
    if (!this.#acceptInvited(request.memberId)) return refuse(ErrorCode.UNKNOWN_MEMBER_ID);
    const joined = createMember(request.memberId, request);
    this.#members.set(joined.id, joined);
    this.#watch(joined);
    return this.#awaitJoin(joined);
  }

  sync(request: SyncRequest): Promise<SyncResult> {
    const errorCode = this.#checkMember(request.memberId, request.generation);
    const member = this.#members.get(request.memberId);
    if (errorCode !== ErrorCode.NONE || !member) return Promise.resolve({ errorCode, assignment: NO_ASSIGNMENT });
    if (this.#state === 'Stable') {
      member.hasSynced = true;
      this.#restartSession(member);
      return Promise.resolve({ errorCode: ErrorCode.NONE, assignment: member.assignment });
    }
    if (this.#state !== 'CompletingRebalance') {
      return Promise.resolve({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS, assignment: NO_ASSIGNMENT });
    }
    const answer = new Promise<SyncResult>((resolve) => {
      member.answerSync?.({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS, assignment: NO_ASSIGNMENT });
      member.answerSync = resolve;
    });
    member.hasSynced = true;
    member.cancelSession();
    if (member.id === this.#leader) this.#completeSync(request);
    return answer;
  }

  heartbeat(memberId: string, generation: number): ErrorCode {
    const errorCode = this.#checkMember(memberId, generation);
    const member = this.#members.get(memberId);
    if (errorCode !== ErrorCode.NONE || !member) return errorCode;
    this.#restartSession(member);
    return this.#state === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
  }

  leave(memberId: string): ErrorCode {
    if (this.#acceptInvited(memberId)) {
      this.#completeJoinIfAllAreHere();
      return ErrorCode.NONE;
    }
    const member = this.#members.get(memberId);
    if (!member) return ErrorCode.UNKNOWN_MEMBER_ID;
    this.#remove(member);
    return ErrorCode.NONE;
  }

  /**
   * Whether the sender may commit offsets. Generation -1 is a client outside the group, welcome only while it is empty.
   */
  checkCommit(memberId: string, generation: number): ErrorCode {
    if (generation < 0 && memberId === '' && this.#state === 'Empty') return ErrorCode.NONE;
    const errorCode = this.#checkMember(memberId, generation);
    const member = this.#members.get(memberId);
    if (errorCode !== ErrorCode.NONE || !member) return errorCode;
    if (this.#state === 'CompletingRebalance') return ErrorCode.REBALANCE_IN_PROGRESS;
    this.#restartSession(member);
    return ErrorCode.NONE;
  }

  describe(): GroupDescription {
    const isSettled = this.#state === 'Stable';
    const members = [...this.#members.values()].map((member) => ({
      id: member.id,
      clientId: member.join.clientId,
      clientHost: member.join.clientHost,
      metadata: isSettled ? metadataFor(member, this.#protocol) : NO_ASSIGNMENT,
      assignment: isSettled ? member.assignment : NO_ASSIGNMENT,
    }));
    const [first] = this.#members.values();
    const protocolType = first?.join.protocolType ?? 'consumer';
    const protocol = isSettled ? this.#protocol : '';
    return { state: this.#state, protocolType, protocol, generation: this.#generation, members };
  }

  /** Answers whoever waits and stops all timers. */
  close(): void {
    this.#state = 'Dead';
    this.#cancelDeadline();
    for (const cancel of this.#invited.values()) cancel();
    this.#invited.clear();
    for (const member of this.#members.values()) dismiss(member, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    this.#members.clear();
  }

  #invite(request: JoinRequest): JoinResult {
    const id = this.#createMemberId(request.clientId);
    const forget = () => {
      if (this.#acceptInvited(id)) this.#completeJoinIfAllAreHere();
    };
    const cancelDeadline = this.#timers.after(request.sessionTimeoutMs, forget);
    const stopWatching = whenClosed(request, forget);
    this.#invited.set(id, () => {
      cancelDeadline();
      stopWatching();
    });
    return refusedJoin(ErrorCode.MEMBER_ID_REQUIRED, id);
  }

  #acceptInvited(id: string): boolean {
    this.#invited.get(id)?.();
    return this.#invited.delete(id);
  }

  #rejoin(member: GroupMember, request: JoinRequest): Promise<JoinResult> {
    const isUnchanged = hasSameProtocols(member.join, request);
    member.join = request;
    this.#watch(member);
    const hasMissedTheAnswer = this.#state === 'CompletingRebalance' && isUnchanged;
    // A leader that joins again wants a new assignment: its subscription's partitions may have changed.
    const isIdleRepeat = this.#state === 'Stable' && isUnchanged && member.id !== this.#leader;
    if (!hasMissedTheAnswer && !isIdleRepeat) return this.#awaitJoin(member);
    this.#restartSession(member);
    return Promise.resolve(this.#joinResult(member));
  }

  /** Kafka waits for the session to run out; nobody who develops should. */
  #watch(member: GroupMember): void {
    member.stopWatching();
    member.stopWatching = whenClosed(member.join, () => this.#remove(member));
  }

  #awaitJoin(member: GroupMember): Promise<JoinResult> {
    const answer = new Promise<JoinResult>((resolve) => {
      member.answerJoin?.(refusedJoin(ErrorCode.REBALANCE_IN_PROGRESS, member.id));
      member.answerJoin = resolve;
    });
    member.cancelSession();
    this.#prepareRebalance();
    return answer;
  }

  #prepareRebalance(): void {
    if (this.#state !== 'PreparingRebalance') {
      this.#state = 'PreparingRebalance';
      for (const member of this.#members.values()) {
        member.assignment = NO_ASSIGNMENT;
        this.#answerSync(member, ErrorCode.REBALANCE_IN_PROGRESS);
      }
      this.#cancelDeadline();
      this.#cancelDeadline = this.#timers.after(this.#rebalanceTimeout(), () => this.#completeJoin());
    }
    this.#completeJoinIfAllAreHere();
  }

  #completeJoinIfAllAreHere(): void {
    const isAnyoneMissing = [...this.#members.values()].some((member) => member.answerJoin === null);
    if (this.#state === 'PreparingRebalance' && !isAnyoneMissing && this.#invited.size === 0) this.#completeJoin();
  }

  /** Starts the next generation with those who have joined; whoever has not is out. */
  #completeJoin(): void {
    this.#cancelDeadline();
    for (const member of this.#members.values()) if (member.answerJoin === null) this.#discard(member);
    this.#generation += 1;
    const [first] = this.#members.values();
    if (!first) {
      this.#state = 'Empty';
      this.#leader = '';
      return;
    }
    this.#state = 'CompletingRebalance';
    this.#protocol = electProtocol([...this.#members.values()]) ?? '';
    if (!this.#members.has(this.#leader)) this.#leader = first.id;
    this.#cancelDeadline = this.#timers.after(this.#rebalanceTimeout(), () => this.#dropThoseWhoNeverSynced());
    for (const member of this.#members.values()) {
      member.hasSynced = false;
      member.answerJoin?.(this.#joinResult(member));
      member.answerJoin = null;
      this.#restartSession(member);
    }
  }

  #completeSync({ assignments }: SyncRequest): void {
    this.#state = 'Stable';
    for (const { memberId, assignment } of assignments) {
      const member = this.#members.get(memberId);
      if (member) member.assignment = assignment;
    }
    for (const member of this.#members.values()) this.#answerSync(member, ErrorCode.NONE);
  }

  /**
   * A member that sends heartbeats but never asks for its assignment would hold its partitions without reading them.
   */
  #dropThoseWhoNeverSynced(): void {
    const silent = [...this.#members.values()].filter((member) => !member.hasSynced);
    for (const member of silent) this.#discard(member);
    if (silent.length > 0) this.#prepareRebalance();
  }

  #answerSync(member: GroupMember, errorCode: ErrorCode): void {
    if (!member.answerSync) return;
    member.answerSync({ errorCode, assignment: member.assignment });
    member.answerSync = null;
    this.#restartSession(member);
  }

  #restartSession(member: GroupMember): void {
    member.cancelSession();
    if (member.answerJoin || member.answerSync) return;
    member.cancelSession = this.#timers.after(member.join.sessionTimeoutMs, () => this.#remove(member));
  }

  #remove(member: GroupMember): void {
    this.#discard(member);
    this.#prepareRebalance();
  }

  #discard(member: GroupMember): void {
    this.#members.delete(member.id);
    dismiss(member, ErrorCode.UNKNOWN_MEMBER_ID);
  }

  #checkMember(memberId: string, generation: number): ErrorCode {
    if (this.#state === 'Dead') return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    if (!this.#members.has(memberId)) return ErrorCode.UNKNOWN_MEMBER_ID;
    return generation === this.#generation ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
  }

  #rebalanceTimeout(): number {
    return Math.max(0, ...[...this.#members.values()].map((member) => member.join.rebalanceTimeoutMs));
  }

  #joinResult(member: GroupMember): JoinResult {
    const all = [...this.#members.values()];
    const members =
      member.id === this.#leader
        ? all.map((each) => ({ id: each.id, metadata: metadataFor(each, this.#protocol) }))
        : [];
    const errorCode = ErrorCode.NONE;
    return {
      errorCode,
      generation: this.#generation,
      protocol: this.#protocol,
      leader: this.#leader,
      memberId: member.id,
      members,
    };
  }
}
