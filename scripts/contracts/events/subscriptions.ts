import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Subscription } from '@galleria/messaging/consumer/subscription';

/**
 * What a service handles once, with an inbox. Only what is listened to is read, so whatever the subscriptions are made
 * of is stood in for. A service without them says so to its messaging.
 */
export async function subscriptionsOf(root: string, service: string): Promise<readonly Subscription[]> {
  const file = `subgraphs/${service}/src/api/consumers.ts`;
  if (existsSync(join(root, file))) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    return (module['createSubscriptions'] as (services: unknown) => Subscription[])(standIn);
  }
  const app = `subgraphs/${service}/src/app.ts`;
  if (/\bsubscriptions: \[\]/.test(readFileSync(join(root, app), 'utf8'))) return [];
  throw new Error(`${app} gives its messaging subscriptions, and ${file} has no createSubscriptions that makes them.`);
}

const standIn: unknown = new Proxy(() => undefined, { get: () => standIn, apply: () => standIn });
