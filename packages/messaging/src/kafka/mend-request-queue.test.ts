import { describe, expect, it, vi } from 'vitest';
import { mendRequestQueue } from './mend-request-queue.ts';

function createMendedQueue() {
  const schedule = vi.fn();
  const push = vi.fn();
  const prototype = { pending: [] as unknown[], scheduleCheckPendingRequests: () => void schedule(), push };
  mendRequestQueue(prototype);
  return { prototype, schedule, push };
}

describe('the request queue of kafkajs', () => {
  it('has a timer that rests while no request waits, and runs while one does', () => {
    const { prototype, schedule } = createMendedQueue();
    prototype.scheduleCheckPendingRequests();
    expect(schedule).not.toHaveBeenCalled();
    prototype.pending.push('request');
    prototype.scheduleCheckPendingRequests();
    expect(schedule).toHaveBeenCalledOnce();
  });

  it('leaves fetches the time that is configured, what is replicated more, and other requests their own', () => {
    const { prototype, push } = createMendedQueue();
    prototype.push({ entry: { apiName: 'Fetch' }, requestTimeout: 5_500 });
    prototype.push({ entry: { apiName: 'JoinGroup' }, requestTimeout: 15_000 });
    prototype.push({ entry: { apiName: 'OffsetCommit' }, requestTimeout: null });
    expect(push.mock.calls).toEqual([
      [{ entry: { apiName: 'Fetch' }, requestTimeout: null }],
      [{ entry: { apiName: 'JoinGroup' }, requestTimeout: 15_000 }],
      [{ entry: { apiName: 'OffsetCommit' }, requestTimeout: 10_000 }],
    ]);
  });

  it('is mended once, however many clients a process makes', () => {
    const { prototype } = createMendedQueue();
    const { scheduleCheckPendingRequests, push } = prototype;
    mendRequestQueue(prototype);
    expect(prototype).toMatchObject({ scheduleCheckPendingRequests, push });
  });
});
