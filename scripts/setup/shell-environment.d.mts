export function settleEnvironment(env: Record<string, string | undefined>): string[];
