import { isIP } from 'node:net';
import type { z } from 'zod';

/** Addresses of name servers, as `dns.Resolver` takes them: "10.0.0.10", "10.0.0.10:5353", "[fd00::a]:5353". */
export function parseDnsServers(text: string, context: z.RefinementCtx): readonly string[] {
  const servers = text
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '');
  for (const server of servers) {
    if (isServer(server)) continue;
    context.addIssue({
      code: 'custom',
      message: `"${server}" is no address of a name server such as 10.0.0.10, 10.0.0.10:5353 or [fd00::a]:5353`,
    });
  }
  return servers;
}

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, six, four, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text) ?? [];
  return isIP(six ?? four ?? '') === (six === undefined ? 4 : 6) && Number(port) >= 1 && Number(port) <= 65_535;
}
