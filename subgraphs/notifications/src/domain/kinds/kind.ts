import type { Language } from '../language.ts';
import type { Formats } from '../wording/formats.ts';

/**
 * Everything there is to know about one kind of notification. `Facts` is what its words need; they are kept as JSON.
 */
export interface Kind<Facts extends object = object> {
  readonly channels: readonly Channel[];
  readonly choice: Choice;
  /**
   * Where a link that works once leads, for a kind that is about opening one. Such a link belongs in the mail that
   * proves whose address it is, and nowhere else.
   */
  readonly opens?: { readonly path: string; readonly label: Readonly<Record<Language, string>> };
  /** Made-up facts, for the preview of the templates and for tests. */
  readonly example: Facts;
  readonly words: Readonly<Record<Language, (facts: Facts, formats: Formats) => Wording>>;
}

/** A kind that is about an order. */
export type OrderKind<Facts extends object = object> = Kind<Facts & { readonly order: OrderReference }>;

/** The ways of telling a customer something. */
export type Channel = 'IN_APP' | 'EMAIL';

/** What the customer has to say in it. */
export type Choice =
  | 'FREE'
  /** Told when nobody can have chosen yet, so there is nothing to choose. */
  | 'ONCE'
  | Requirement;

/** Who wants it told, so that it cannot be turned off. */
export type Requirement = 'LAW' | 'SAFETY';

/** What a customer is told: the same words in the inbox and in the mail. Plain text: whoever shows it escapes it. */
export interface Wording {
  /** One line; the mail's subject. */
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Shown as a small table in the mail: label and value. */
  readonly facts: readonly (readonly [string, string])[];
}

export interface OrderReference {
  readonly id: string;
  /** Short, for people. */
  readonly number: string;
}

export const EVERY_CHANNEL = ['IN_APP', 'EMAIL'] as const satisfies readonly Channel[];

export const EXAMPLE_ORDER: OrderReference = { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' };
