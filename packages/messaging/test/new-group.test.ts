import { newId } from '@galleria/kit/identifiers';
import { on } from '@galleria/messaging/consumer/subscription';
import { createRecordingLogger } from '@galleria/messaging/testing/fakes';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestBroker, startTestService, uniqueContract, type TestBroker } from './messaging-fixture.ts';

const READS = 'a new group reads a topic from its beginning';

describe('a consumer group', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('says at its first start, and then no more, what of each topic it reads again', async () => {
    const [sold, moved] = [uniqueContract(), uniqueContract()];
    const sender = await startTestService(broker, { topics: [sold.topic, moved.topic] });
    for (let number = 0; number < 7; number += 1) await sender.add(sold, { key: `${number}`, number });
    await vi.waitFor(async () => expect(await sender.unsent()).toBe(0), PATIENCE);

    const name = `service-${newId()}`;
    const start = (contracts = [sold, moved]) => startListener(broker, name, contracts);
    const first = await start([sold]);
    await vi.waitFor(() => expect(first.handled).toHaveLength(7), PATIENCE);
    expect(first.told()).toMatchObject([{ level: 'info', groupId: name, topic: sold.topic, records: 7 }]);
    const partitions = first.told()[0]?.['partitions'] as { fromOffset: string; records: number }[];
    expect(partitions.reduce((sum, { records }) => sum + records, 0)).toBe(7);
    for (const partition of partitions) expect(partition).toMatchObject({ fromOffset: '0' });
    await first.messaging.stop();

    // What it has committed it reads no more; a topic that it has not listened to is new to it.
    await sender.add(moved, { key: 'k', number: 8 });
    await vi.waitFor(async () => expect(await sender.unsent()).toBe(0), PATIENCE);
    const second = await start();
    await vi.waitFor(() => expect(second.handled).toEqual([8]), PATIENCE);
    expect(second.told()).toMatchObject([{ groupId: name, topic: moved.topic, records: 1 }]);
  });

  it('hears a type that it takes up later only from then on, where it reads the topic already', async () => {
    const sold = uniqueContract();
    const lost = { ...sold, type: sold.type.replace('counted', 'lost') };
    const sender = await startTestService(broker, { topics: [sold.topic] });
    const name = `service-${newId()}`;
    // Of one key, so that who has handled the second has passed over the first.
    await sender.add(lost, { key: 'k', number: 1 });
    await sender.add(sold, { key: 'k', number: 2 });
    const before = await startListener(broker, name, [sold]);
    await vi.waitFor(() => expect(before.handled).toEqual([2]), PATIENCE);
    await before.messaging.stop();

    await sender.add(lost, { key: 'k', number: 3 });
    const after = await startListener(broker, name, [sold, lost]);
    await vi.waitFor(() => expect(after.handled).toEqual([3]), PATIENCE);
    expect(after.told()).toEqual([]);
  });
});

async function startListener(
  broker: TestBroker,
  name: string,
  contracts: readonly ReturnType<typeof uniqueContract>[],
) {
  const handled: number[] = [];
  const { logger, lines } = createRecordingLogger();
  const subscriptions = contracts.map((contract) => on(contract, async ({ number }) => void handled.push(number)));
  const { messaging, ready } = await startTestService(broker, { name, logger, subscriptions });
  await ready();
  const told = () => lines.filter(({ msg, message }) => msg === READS || message === READS);
  return { handled, messaging, told };
}
