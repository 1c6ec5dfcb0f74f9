import { createKeyOrderedWork } from '@galleria/messaging/consumer/key-ordered-work';
import type { IncomingRecord } from '@galleria/messaging/kafka/broker';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startPlayedCluster, type PlayedCluster } from './played-brokers.ts';

const PARTITIONS = [0, 1].map((partition) => ({ topic: 't', partition }));

it('a group that is joined again inside a fetch commits nothing over what it left unfinished', async () => {
  const handled = new Set<bigint>();
  const skipped: string[] = [];
  const events: string[] = [];
  let joins = 0;
  // The first record is not done until the group is joined anew, which ends the work on it.
  const handle = async ({ offset }: IncomingRecord, over: AbortSignal) => {
    if (offset === 90n && joins === 1) {
      await new Promise((resolve) => over.addEventListener('abort', resolve));
      return false;
    }
    handled.add(offset);
    return true;
  };
  const work = createKeyOrderedWork({ handle, onCommitFailed: () => undefined, onGone: () => undefined });
  const session: PlayedCluster['session'] = {
    commit: (offsets) => cluster.session.commit(offsets),
    pause: (partition) => cluster.session.pause(partition),
    resume: (partition) => cluster.session.resume(partition),
    seek: (position) => cluster.session.seek(position),
  };
  const committed: bigint[] = [];
  const cluster = await startPlayedCluster({
    ...{ first: 90, end: 92 },
    onJoined: () => {
      joins += 1;
      events.push('joined');
      work.assign(session, PARTITIONS);
    },
    onRecords: (records) => {
      events.push(records.map(({ offset }) => offset).join());
      work.add(records);
    },
    onCommitted: ({ offset }) => {
      committed.push(offset);
      for (let below = 90n; below < offset; below += 1n)
        if (!handled.has(below)) skipped.push(`${offset} was committed, and ${below} not handled`);
    },
  });
  onTestFinished(() => cluster.stop());

  await cluster.untilPolling();
  cluster.move();
  await vi.waitFor(() => expect(joins).toBe(2), PATIENCE);
  // What broker 2 was asked for before is answered after the group was joined anew.
  cluster.append(3);
  await vi.waitFor(() => expect(committed.at(-1)).toBe(95n), PATIENCE);
  expect(events.slice(0, 3)).toEqual(['joined', '90,91', 'joined']);
  expect([...handled].toSorted()).toEqual([90n, 91n, 92n, 93n, 94n]);
  expect(skipped).toEqual([]);
});
