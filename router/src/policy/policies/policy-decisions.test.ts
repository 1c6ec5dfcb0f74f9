import type { Logger } from '@galleria/kit/logger';
import { describe, expect, it, vi } from 'vitest';
import { createPolicyDecisions } from './policy-decisions.ts';
import { policyAnswerSchema, type PolicyQuestion, type PolicySource } from './policy-question.ts';

function deciding(...sources: readonly PolicySource[]) {
  const error = vi.fn();
  const logger = { error } as Partial<Logger> as Logger;
  const decide = createPolicyDecisions({ sources, timeoutMs: 60_000, logger });
  const ask = async (policies: readonly string[], viewer: PolicyQuestion['viewer'] = null) => [
    ...(await decide({ policies, viewer, scopes: [], clientAddress: '::1' }, new AbortController().signal)),
  ];
  return { ask, error };
}

describe('policies', () => {
  it('are told to each that decides as they were asked for, whatever another does to the question', async () => {
    const viewer = { userId: 'ada', roles: ['CUSTOMER'] };
    const spoil: PolicySource = async (question) => {
      (question.policies as string[]).length = 0;
      (question.viewer?.roles as string[]).push('ADMINISTRATOR');
      return {};
    };
    const seen: PolicyQuestion[] = [];
    const { ask } = deciding(spoil, async (question) => {
      seen.push(question);
      return { a: true };
    });
    expect(await ask(['a', 'b'], viewer)).toEqual(['a']);
    expect(seen).toMatchObject([{ policies: ['a', 'b'], viewer: { roles: ['CUSTOMER'] } }]);
    expect(viewer.roles).toEqual(['CUSTOMER']);
  });

  it('may be called what every object has, and hold only where somebody says so', async () => {
    const named = ['constructor', 'toString', '__proto__', 'a'];
    const { ask, error } = deciding(async () => ({}));
    expect(await ask(named)).toEqual([]);
    expect(error).toHaveBeenCalledWith({ policies: named }, 'nobody decides about policies, which are denied');
    const told = deciding(async () => policyAnswerSchema.parse(JSON.parse('{"constructor":true,"__proto__":true}')));
    expect(await told.ask(['constructor', 'toString'])).toEqual(['constructor']);
  });
});
