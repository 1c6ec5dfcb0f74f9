/** The part of kafkajs's queue of requests that waits for a slot. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const mended = new WeakSet<RequestQueue>();

/**
 * kafkajs 2.2.4 re-arms a 1 ms timer for ever on each connection, to look for requests that wait, even when none does
 * (tulios/kafkajs#1751): 1.7 % of a core when idle, and a TimeoutNegativeWarning from Node 24 on. A request that has to
 * wait schedules the look itself, so nothing is missed when the timer rests.
 */
export function stopIdleTimer(prototype: RequestQueue): void {
  if (mended.has(prototype)) return;
  mended.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
