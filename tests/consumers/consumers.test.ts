import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsAbout, findListeners } from './discovery.ts';
import { createRehearsal, RUNS } from './runs.ts';
import { openStage, type ConsumerStage } from './stage.ts';
import type { ConsumerApp, ConsumerSamples } from './story.ts';

const listeners = await findListeners();

describe('samples', () => {
  it('are there for every subscription of every service, and for none that is no more', () => {
    expect(listeners.flatMap(({ types }) => types).length).toBeGreaterThan(30);
    expect(listeners.flatMap(complaintsAbout)).toEqual([]);
  });

  it('are asked for by the file to write and the subscription that it lacks', () => {
    const [missing, ...others] = complaintsAbout({
      service: 'gifts',
      types: ['orders.order-placed.v1'],
      consumers: undefined,
    });
    expect(missing).toContain('orders.order-placed.v1');
    expect(missing).toContain('tests/consumers/samples/gifts.ts');
    expect(others).toEqual([]);
  });

  it('are to be removed with their subscription', () => {
    const [orders] = listeners.filter(({ service }) => service === 'orders');
    const complaints = complaintsAbout({ service: 'orders', types: [], consumers: orders?.consumers });
    expect(complaints).toContain(
      'orders does not listen to users.user-erased.v1 any more: remove its sample from tests/consumers/samples/orders.ts.',
    );
  });
});

for (const { service, types, consumers } of listeners) {
  if (consumers !== undefined) describe(service, () => rehearse(service, types, consumers));
}

function rehearse(service: string, types: readonly string[], consumers: ConsumerSamples<ConsumerApp>): void {
  let stage: ConsumerStage;
  beforeAll(async () => void (stage = await openStage(service, consumers)));
  afterAll(() => stage.close());

  it('listens to what was found', () => {
    expect(stage.app.subscriptions.map(({ type }) => type).toSorted()).toEqual([...types].toSorted());
  });

  const situations = Object.entries(consumers.samples).flatMap(([type, samples]) =>
    Object.entries(samples).map(([title, situation]) => ({ title: `${type}, ${title},`, situation })),
  );
  describe.each(situations)('$title', ({ situation }) => {
    let rehearsal: ReturnType<typeof createRehearsal>;
    beforeAll(() => void (rehearsal = createRehearsal(stage, situation, consumers.passing)));
    it.each(Object.entries(RUNS))('%s', (_title, run) => run(rehearsal));
  });
}
