import { describe, expect, it, vi } from 'vitest';
import { stopIdleTimer } from './kafkajs-idle-timer.ts';

function createQueue() {
  const schedule = vi.fn();
  const prototype = { pending: [] as unknown[], scheduleCheckPendingRequests: () => void schedule() };
  return { prototype, schedule };
}

describe('the idle timer of kafkajs', () => {
  it('rests while no request waits, and runs while one does', () => {
    const { prototype, schedule } = createQueue();
    stopIdleTimer(prototype);
    prototype.scheduleCheckPendingRequests();
    expect(schedule).not.toHaveBeenCalled();
    prototype.pending.push('request');
    prototype.scheduleCheckPendingRequests();
    expect(schedule).toHaveBeenCalledOnce();
  });

  it('is stopped once, however many clients a process makes', () => {
    const { prototype } = createQueue();
    stopIdleTimer(prototype);
    const mended = prototype.scheduleCheckPendingRequests;
    stopIdleTimer(prototype);
    expect(prototype.scheduleCheckPendingRequests).toBe(mended);
  });
});
