/** A broker that the conformance suite runs against. */
export interface KafkaTarget {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

export type StartKafkaTarget = () => Promise<KafkaTarget>;
