import { contextHeaders } from '@galleria/kit/execution-context';
import { z } from 'zod';
import { policyAnswerSchema, type PolicySource } from './policy-question.ts';

const bodySchema = z.object({ policies: policyAnswerSchema });

/** Asks an HTTP endpoint, by POST and with JSON: the question, for `{"policies": {"read_profile": true}}`. */
export function createPolicyEndpoint(url: string): PolicySource {
  return async (question, signal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...contextHeaders() },
      body: JSON.stringify(question),
      // Somewhere else nobody has said that this viewer's data may go.
      redirect: 'error',
      signal,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`the policy endpoint answered ${response.status}`);
    }
    return bodySchema.parse(await response.json()).policies;
  };
}
