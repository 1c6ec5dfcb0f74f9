import { newId } from '@galleria/kit/identifiers';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import type { ServiceApp } from '@galleria/kit/process/service-app';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import type { Subscription } from '@galleria/messaging/consumer/subscription';
import type { Answer, QueryOptions } from '@galleria/platform/testing/signed-exchange';

/** A message as it lies in Kafka. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly data: unknown;
}

export function tell<Data>(contract: MessageContract<Data>, data: Data): Told {
  return { id: newId(), type: contract.type, topic: contract.topic, key: contract.keyOf(data), data };
}

/** Something that happens to an aggregate: a message arrives, or a person or the time does something. */
export type Step = Told | (() => Promise<unknown>);

/** What a message does that comes when its moment has passed. Nothing else of the database may change. */
export type Leaves =
  /** It adds messages of these types to the outbox, one each, and changes no other row. */
  | { readonly kind: 'sends'; readonly types: readonly string[] }
  /** It sets this column where it was null, and changes nothing else. */
  | { readonly kind: 'marks'; readonly column: string }
  /** It becomes a dead letter with this code, and changes no row. */
  | { readonly kind: 'dead-letter'; readonly code: string }
  /** All is as if it had come first, as it should have. */
  | { readonly kind: 'as-in-order' }
  /** All is as if what overtook it had never come. */
  | { readonly kind: 'as-alone' };

export const NOTHING: Leaves = { kind: 'sends', types: [] };
export const AS_IN_ORDER: Leaves = { kind: 'as-in-order' };
export const AS_ALONE: Leaves = { kind: 'as-alone' };

export function sends(...contracts: readonly { readonly type: string }[]): Leaves {
  return { kind: 'sends', types: contracts.map(({ type }) => type) };
}

export function marks(column: string): Leaves {
  return { kind: 'marks', column };
}

export function deadLetter(code: string): Leaves {
  return { kind: 'dead-letter', code };
}

/** What the same fact does under another message id, which no inbox can recognise. */
export type Repeated =
  { readonly atOnce: Leaves; readonly later: Leaves } | { readonly takesEffectAgain: 'the inbox is the only line' };

/** The state of the aggregate, or a unique key, recognises the fact whenever it comes. */
export const RECOGNISED: Repeated = { atOnce: NOTHING, later: NOTHING };
/** Nothing but the inbox does, and a second effect is what the suite then expects to see. */
export const ONLY_THE_INBOX: Repeated = { takesEffectAgain: 'the inbox is the only line' };

/** One history of one aggregate, up to the message that it is about, and everything around that message. */
export interface Story {
  readonly message: Told;
  /** The code under which it becomes a dead letter by design, when it comes in time; absent where it takes effect. */
  readonly refusedWith?: string;
  /** What happens to the aggregate after the message: it has then moved on. */
  readonly next: readonly Step[];
  readonly repeated: Repeated;
  /** Why the message is not noted in the inbox, where it is not. */
  readonly withoutInbox?: string;
  /** What can happen before the message has come at all, and what the message then does. */
  readonly overtaken: readonly { readonly by: readonly Step[]; readonly leaves: Leaves }[];
  /** What may come before or after the message: whatever the order, the end is the same. */
  readonly neighbours: readonly Step[];
  /** Why nothing overtakes the message and nothing is its neighbour, where that is so. */
  readonly alone?: string;
}

/** A service on which histories are played: two instances over one database, of which nothing runs by itself. */
export interface Stage<App extends ConsumerApp> {
  readonly app: App;
  /** Names an id in what is compared, a new one or one that the service made. */
  id(name: string, value?: string): string;
  /** What the service takes for the present; it stands still. */
  now(): Date;
  /** Moves the service's clock. */
  wait(ms: number): void;
  query(document: string, options?: QueryOptions): Promise<Answer>;
  /** One after the other; a message that becomes a dead letter is an error. */
  play(steps: readonly Step[]): Promise<void>;
}

/** Lives through the history, and gives the rest. Called for every run: each has aggregates of its own. */
type Situation<App extends ConsumerApp> = (stage: Stage<App>) => Promise<Story>;

export interface ConsumerApp extends ServiceApp {
  readonly subscriptions: readonly Subscription[];
}

/** What a service's file in `samples/` exports as `consumers`. */
export interface ConsumerSamples<App extends ConsumerApp> {
  /** The service's own composition root, with settings by which nothing happens by itself. It is never started. */
  readonly create: (infrastructure: Infrastructure) => Promise<App>;
  /** Columns whose values are random or hashes of ids: only whether there is one is compared. */
  readonly varying: readonly string[];
  /**
   * Types of messages that tell of a row which what comes later may take away again: in another order there was never
   * such a row, and nothing is told. Where none is named, all that is told is the same in every order.
   */
  readonly passing?: readonly string[];
  /** By the type of the message, and then by the situation that it comes in. */
  readonly samples: Readonly<Record<string, Readonly<Record<string, Situation<App>>>>>;
}
