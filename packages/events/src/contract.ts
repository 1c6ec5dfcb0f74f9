import type { z } from 'zod';

/** A kind of message: its name, where it travels, what orders it, and what it holds. */
export interface Contract<Data> {
  /** `<owner>.<name>.v<version>`, the CloudEvents type. */
  readonly type: string;
  /** `<owner>.events` or `<owner>.commands`. */
  readonly topic: string;
  /** One sentence for the reader of the catalogue. */
  readonly description: string;
  /** Why nobody listens to it, while nobody does. */
  readonly unheardBecause?: string;
  /** The id of the aggregate: messages with the same key arrive in the order they were sent. */
  readonly keyOf: (data: Data) => string;
  readonly schema: z.ZodType<Data>;
}

interface Definition<Data> {
  /** The service that publishes an event, or that receives a command. */
  readonly owner: string;
  readonly name: string;
  /** Inside a version only additive change; a breaking change is a new version published beside the old one. */
  readonly version: number;
  readonly description: string;
  /** One sentence for an event that no service listens to: for whom it is told all the same. */
  readonly unheardBecause?: string;
  readonly key: (data: Data) => string;
  readonly schema: z.ZodType<Data>;
}

/** Something that happened, named in the past tense and owned by the service it happened in. */
export function defineEvent<Data>(definition: Definition<Data>): Contract<Data> {
  return define(definition, 'events');
}

/** Something that a service is asked to do, named in the imperative and owned by that service. */
export function defineCommand<Data>(definition: Definition<Data>): Contract<Data> {
  return define(definition, 'commands');
}

function define<Data>(definition: Definition<Data>, channel: 'events' | 'commands'): Contract<Data> {
  return {
    type: `${definition.owner}.${definition.name}.v${definition.version}`,
    topic: `${definition.owner}.${channel}`,
    description: definition.description,
    ...(definition.unheardBecause === undefined ? {} : { unheardBecause: definition.unheardBecause }),
    keyOf: definition.key,
    schema: definition.schema,
  };
}
