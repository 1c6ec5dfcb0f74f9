/** What a consumer group has committed for one partition. */
export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string | null;
}

/** A change of the committed offsets: the unit of the journal, applied whole or not at all. */
export type OffsetsChange =
  | { readonly kind: 'commit'; readonly group: string; readonly offsets: readonly CommittedOffset[] }
  | { readonly kind: 'forget-group'; readonly group: string }
  | { readonly kind: 'forget-topic'; readonly topic: string };

/** The committed offsets of all groups, in memory. */
export interface CommittedOffsets {
  apply(change: OffsetsChange): void;
  find(group: string, topic: string, partition: number): CommittedOffset | undefined;
  ofGroup(group: string): CommittedOffset[];
  groups(): string[];
  /** How many offsets there are. */
  count(): number;
}

export function createCommittedOffsets(): CommittedOffsets {
  const byGroup = new Map<string, Map<string, CommittedOffset>>();

  function commit(group: string, offsets: readonly CommittedOffset[]): void {
    const known = byGroup.get(group) ?? new Map<string, CommittedOffset>();
    for (const offset of offsets) known.set(keyOf(offset.topic, offset.partition), offset);
    byGroup.set(group, known);
  }

  function forgetTopic(topic: string): void {
    for (const [group, offsets] of byGroup) {
      for (const [key, offset] of offsets) if (offset.topic === topic) offsets.delete(key);
      if (offsets.size === 0) byGroup.delete(group);
    }
  }

  return {
    apply(change) {
      if (change.kind === 'commit') commit(change.group, change.offsets);
      else if (change.kind === 'forget-group') byGroup.delete(change.group);
      else forgetTopic(change.topic);
    },
    find: (group, topic, partition) => byGroup.get(group)?.get(keyOf(topic, partition)),
    ofGroup: (group) => [...(byGroup.get(group)?.values() ?? [])],
    groups: () => [...byGroup.keys()],
    count: () => [...byGroup.values()].reduce((sum, offsets) => sum + offsets.size, 0),
  };
}

/** Topic names hold no slash, so no two pairs share a key. */
function keyOf(topic: string, partition: number): string {
  return `${partition}/${topic}`;
}
