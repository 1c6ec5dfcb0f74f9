import { SANDBOX_SIGNATURE_HEADER, type SandboxEvent } from '../subgraphs/payments/src/clients/sandbox-events.ts';
import { signWebhook } from '../subgraphs/payments/src/clients/webhook-signature.ts';
import type { WebhookDelivery } from '../subgraphs/payments/src/service/payment-provider.ts';
import type { Life, World } from './world/world.ts';

/** Takes a webhook, or throws: then it is to be sent again. */
export type TakeWebhook = (delivery: WebhookDelivery) => Promise<void>;

export interface Webhooks {
  readonly secret: string;
  readonly send: (event: SandboxEvent) => void;
}

const FAST_SHARE = 0.5;
const LATEST_MS = 5_000;
const AGAIN_MS = 4_000;
const MOST_DELIVERIES = 4;
const NEVER_SHARE = 0.2;
const TWICE_SHARE = 0.1;

/** What the provider tells of its own accord: late, twice, in any order, and sometimes never. */
export function createWebhooks(world: World, receiver: () => TakeWebhook | undefined): Webhooks {
  const { random } = world;
  const provider: Life = { name: 'provider', service: 'provider', isAlive: true };
  const secret = 'what only the provider and payments know';

  const deliver = (body: Buffer, deliveries: number): void => {
    const signature = signWebhook(secret, body, new Date());
    const header = (name: string) => (name === SANDBOX_SIGNATURE_HEADER ? signature : undefined);
    const comesTwice = random.chance(TWICE_SHARE);
    let isTaken = false;
    receiver()?.({ body, header }).then(
      () => (isTaken = !comesTwice),
      () => undefined,
    );
    // A process that dies answers nothing, and so it is sent again.
    world.after(provider, AGAIN_MS, () => {
      if (!isTaken && deliveries < MOST_DELIVERIES) deliver(body, deliveries + 1);
    });
  };
  return {
    secret,
    send: (event) => {
      if (random.chance(NEVER_SHARE)) return;
      const body = Buffer.from(JSON.stringify(event));
      // As fast as the answer, which it may overtake, or after all else.
      if (random.chance(FAST_SHARE)) void world.gate(provider).then(() => deliver(body, 1));
      else world.after(provider, 1 + random.below(LATEST_MS), () => deliver(body, 1));
    },
  };
}
