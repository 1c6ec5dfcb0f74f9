export function startBusyLoops(count: number): { readonly pids: (number | undefined)[]; end(): void };
