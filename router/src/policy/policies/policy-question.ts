import type { Viewer } from '@galleria/kit/graphql/viewer';
import { z } from 'zod';

/** What is asked about the policies (`@policy`) of one operation. */
export interface PolicyQuestion {
  /** All that the operation depends on, each once. */
  readonly policies: readonly string[];
  /** Who asks; null for a visitor. */
  readonly viewer: Viewer | null;
  /** Of the access token, and `role:` with each role. */
  readonly scopes: readonly string[];
  /** Where the client is, as far as trusted proxies say. */
  readonly clientAddress: string;
}

/** By policy: true where it holds. What is left out is not known here. */
export type PolicyAnswer = Readonly<Record<string, boolean>>;

/** Decides about policies, until the signal ends. What it throws denies them. */
export type PolicySource = (question: PolicyQuestion, signal: AbortSignal) => Promise<PolicyAnswer>;

export const policyAnswerSchema = z.record(z.string(), z.boolean());
