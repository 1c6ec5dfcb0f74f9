/**
 * The states of a classic consumer group, as Apache Kafka's coordinator has them:
 *
 *   Empty ──join──▶ PreparingRebalance ──all joined, or time is up──▶ CompletingRebalance ──leader syncs──▶ Stable
 *     ▲                    ▲   │                                          │                                  │
 *     └── nobody is left ──┼───┘◀──── a member joins, leaves or dies ─────┴──────────────────────────────────┘
 */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

export interface GroupDescription {
  readonly state: GroupState;
  readonly protocolType: string;
  readonly protocol: string;
  readonly generation: number;
  readonly members: readonly {
    readonly id: string;
    readonly clientId: string;
    readonly clientHost: string;
    readonly metadata: Buffer;
    readonly assignment: Buffer;
  }[];
}
