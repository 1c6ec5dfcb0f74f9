import { CombinedGraphQLErrors } from '@apollo/client/errors';

interface CodedError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const UNAVAILABLE = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_OVERLOADED',
  'AUTHENTICATION_UNAVAILABLE',
  'INTERNAL_ERROR',
  'INTERNAL_SERVER_ERROR',
]);

/** The stable codes of an error; its text is for logs. */
function codesOf(error: unknown): string[] {
  return CombinedGraphQLErrors.is(error) ? error.errors.flatMap((one) => textOf(one, 'code')) : [];
}

export function isSignInNeeded(error: unknown): boolean {
  return codesOf(error).includes('UNAUTHENTICATED');
}

/** The services that could not give their part of an answer. A refusal is an answer. */
export function failedServices(errors: readonly CodedError[] | undefined): string[] {
  const failed = (errors ?? []).filter((error) => textOf(error, 'code').some((code) => UNAVAILABLE.has(code)));
  return [...new Set(failed.flatMap((error) => textOf(error, 'service')))];
}

function textOf({ extensions }: CodedError, name: string): string[] {
  const value = extensions?.[name];
  return typeof value === 'string' ? [value] : [];
}

/** As `failedServices`, of an error that the client gives. */
export function failedServicesOf(error: unknown): string[] {
  return CombinedGraphQLErrors.is(error) ? failedServices(error.errors) : [];
}
