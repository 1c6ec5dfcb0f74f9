import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../test/broker/support/embedded-target.ts';
import { temporaryDirectory } from '../../../test/broker/support/log-fixture.ts';
import { createDiskSync } from '../storage/disk-sync.ts';
import { createCommittedOffsets } from './committed-offsets.ts';
import type { CommittedOffsets, OffsetsChange } from './committed-offsets.ts';
import { OffsetsJournal } from './offsets-journal.ts';

const name = fc.constantFrom('a', 'b', 'c');
const committed = fc.record({
  topic: name,
  partition: fc.nat(2),
  offset: fc.nat(1000),
  metadata: fc.option(fc.string({ maxLength: 10 })),
});
const change: fc.Arbitrary<OffsetsChange> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      group: name,
      offsets: fc.array(committed, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget-group' as const), group: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget-topic' as const), topic: name }) },
);

describe('The offsets journal', () => {
  it('knows after a restart what it knew before, compacted or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 60 }),
        fc.constantFrom(0, 200, 1e6),
        async (changes, threshold) => {
          const path = join(temporaryDirectory(), 'offsets.journal');
          const journal = open(path, threshold);
          for (const each of changes) journal.append(each);
          await journal.close();

          const reopened = open(path, threshold);
          expect(contentOf(reopened.offsets)).toEqual(contentOf(expected(changes)));
          await reopened.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps exactly the whole changes wherever it is cut or damaged, and goes on from there', async () => {
    const changes: OffsetsChange[] = [
      { kind: 'commit', group: 'g', offsets: [offsetOf('a', 1), offsetOf('b', 2)] },
      { kind: 'forget-topic', topic: 'a' },
      { kind: 'commit', group: 'h', offsets: [offsetOf('a', 3)] },
    ];
    const path = join(temporaryDirectory(), 'offsets.journal');
    const journal = open(path);
    const ends = changes.map((each) => {
      journal.append(each);
      return statSync(path).size;
    });
    await journal.close();
    const content = readFileSync(path);

    for (let position = 0; position < content.length; position += 1) {
      const whole = changes.slice(0, ends.filter((end) => end <= position).length);
      const flipped = Buffer.from(content);
      flipped.writeUInt8(flipped.readUInt8(position) ^ 0x11, position);
      for (const damaged of [content.subarray(0, position), flipped]) {
        writeFileSync(path, damaged);
        const recovered = open(path);
        expect(contentOf(recovered.offsets), `at byte ${position}`).toEqual(contentOf(expected(whole)));
        const next: OffsetsChange = { kind: 'commit', group: 'new', offsets: [offsetOf('z', 9)] };
        recovered.append(next);
        await recovered.close();
        const reopened = open(path);
        expect(contentOf(reopened.offsets)).toEqual(contentOf(expected([...whole, next])));
        await reopened.close();
      }
    }
  });

  it('never brings back a change that it has cut off, though a new one ends where that begins', async () => {
    const path = join(temporaryDirectory(), 'offsets.journal');
    const commit = (group: string): OffsetsChange => ({ kind: 'commit', group, offsets: [offsetOf('a', 1)] });
    const journal = open(path);
    for (const group of ['1', '2', '3']) journal.append(commit(group));
    await journal.close();
    const content = readFileSync(path);
    const middle = Math.floor(content.length / 2);
    content.writeUInt8(content.readUInt8(middle) ^ 1, middle);
    writeFileSync(path, content);

    const cut = open(path);
    cut.append(commit('4'));
    await cut.close();
    const reopened = open(path);
    expect(reopened.offsets.groups()).toEqual(['1', '4']);
    await reopened.close();
  });

  it('does not grow with the number of commits', async () => {
    const path = join(temporaryDirectory(), 'offsets.journal');
    const journal = open(path, 1000);
    for (let offset = 0; offset < 5000; offset += 1) {
      journal.append({ kind: 'commit', group: 'g', offsets: [offsetOf('a', offset)] });
    }
    await journal.close();
    expect(statSync(path).size).toBeLessThan(2000);
    const reopened = open(path);
    expect(reopened.offsets.find('g', 'a', 0)?.offset).toBe(4999);
    await reopened.close();
  });
});

function open(path: string, smallestCompactedBytes = 1e6): OffsetsJournal {
  return new OffsetsJournal({ path, disk: createDiskSync('never'), logger: silentLogger, smallestCompactedBytes });
}

function offsetOf(topic: string, offset: number) {
  return { topic, partition: 0, offset, metadata: null };
}

function expected(changes: readonly OffsetsChange[]): CommittedOffsets {
  const offsets = createCommittedOffsets();
  for (const each of changes) offsets.apply(each);
  return offsets;
}

function contentOf(offsets: Pick<CommittedOffsets, 'groups' | 'ofGroup'>) {
  const sorted = (group: string) =>
    offsets
      .ofGroup(group)
      .map((offset) => JSON.stringify(offset))
      .toSorted();
  return Object.fromEntries(
    offsets
      .groups()
      .toSorted()
      .map((group) => [group, sorted(group)]),
  );
}
