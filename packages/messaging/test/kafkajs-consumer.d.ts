/** kafkajs has no types for its insides; these are the parts that `played-brokers.ts` plays with. */
declare module 'kafkajs/src/consumer/consumerGroup.js' {
  class ConsumerGroup {
    constructor(options: object);
    commitOffsets(offsets: {
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
      }[];
    }): Promise<void>;
    seek(position: { readonly topic: string; readonly partition: number; readonly offset: string }): void;
  }
  export = ConsumerGroup;
}

declare module 'kafkajs/src/consumer/runner.js' {
  interface Payload {
    readonly batch: {
      readonly topic: string;
      readonly partition: number;
      readonly messages: readonly { readonly offset: string; readonly key: Buffer }[];
      lastOffset(): string;
    };
    resolveOffset(offset: string): void;
    isRunning(): boolean;
    isStale(): boolean;
  }
  class Runner {
    constructor(options: { eachBatch(payload: Payload): Promise<void> } & Readonly<Record<string, unknown>>);
    start(): Promise<void>;
    stop(): Promise<void>;
  }
  export = Runner;
}

declare module 'kafkajs/src/instrumentation/emitter.js' {
  class Emitter {
    addListener(name: string, listener: () => void): void;
  }
  export = Emitter;
}

declare module 'kafkajs/src/consumer/assignerProtocol.js' {
  interface Codec {
    encode(value: object): Buffer;
  }
  const protocol: { readonly MemberMetadata: Codec; readonly MemberAssignment: Codec };
  export = protocol;
}
