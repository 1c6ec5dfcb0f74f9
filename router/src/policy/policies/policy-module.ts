import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@galleria/kit/config';
import { toError } from '@galleria/kit/errors';
import { policyAnswerSchema, type PolicySource } from './policy-question.ts';

/** A function of whoever runs the router: the default export of an ES module. Rejects with `ConfigError`. */
export async function loadPolicyModule(file: string): Promise<PolicySource> {
  const decide = await readDefault(file);
  if (typeof decide !== 'function') {
    throw new ConfigError([`POLICY_MODULE: ${file} has no function as its default export`]);
  }
  return async (question, signal) => policyAnswerSchema.parse(await (decide as PolicySource)(question, signal));
}

async function readDefault(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
    return module.default;
  } catch (thrown) {
    throw new ConfigError([`POLICY_MODULE: ${file} cannot be loaded: ${toError(thrown).message}`]);
  }
}
