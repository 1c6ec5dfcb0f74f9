/** Of kafkajs's queue of requests: those that wait for a slot, when it looks at them, and how one comes in. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: () => void;
  push: (request: PushedRequest) => void;
}

interface PushedRequest {
  readonly entry: { readonly apiName: string };
  /** Its own time for an answer, where that is longer than what is configured. */
  readonly requestTimeout: number | null;
}

const mended = new WeakSet<RequestQueue>();

/** Mends what no setting of kafkajs 2.2.4 changes, once for the process. */
export function mendRequestQueue(prototype: RequestQueue): void {
  if (mended.has(prototype)) return;
  mended.add(prototype);
  stopIdleTimer(prototype);
  giveEachItsTime(prototype);
}

/**
 * It re-arms a 1 ms timer for ever on each connection, to look for requests that wait, even when none does
 * (tulios/kafkajs#1751): 1.7 % of a core when idle, and a TimeoutNegativeWarning from Node 24 on. A request that has to
 * wait schedules the look itself, so nothing is missed when the timer rests.
 */
function stopIdleTimer(prototype: RequestQueue): void {
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}

/** What a group's coordinator answers when its replicas have it, which takes seconds while one of them is away. */
const REPLICATED: ReadonlySet<string> = new Set(['OffsetCommit', 'SyncGroup']);
const REPLICATED_WITHIN_MS = 10_000;

/**
 * It waits for the answer to a fetch for 5 s longer than the broker may wait for records, whatever `requestTimeout`
 * says: for so long a consumer would believe in a connection that is dead. And what a broker first has to replicate it
 * gives no longer than what is answered at once.
 */
function giveEachItsTime(prototype: RequestQueue): void {
  const push = prototype.push;
  prototype.push = function (this: RequestQueue, request) {
    const { apiName } = request.entry;
    if (apiName === 'Fetch') push.call(this, { ...request, requestTimeout: null });
    else if (REPLICATED.has(apiName)) push.call(this, { ...request, requestTimeout: REPLICATED_WITHIN_MS });
    else push.call(this, request);
  };
}
