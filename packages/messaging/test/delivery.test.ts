import { currentContext, runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import { createInbox } from '@galleria/messaging/inbox/inbox';
import { createOutbox, writeToOutbox } from '@galleria/messaging/outbox/outbox';
import { on } from '@galleria/messaging/consumer/subscription';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { observe, startTestBroker, startTestService, uniqueContract, type TestBroker } from './messaging-fixture.ts';

describe('delivery', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('sends a committed message exactly once, as a CloudEvent, and a rolled back one never', async () => {
    const contract = uniqueContract();
    const service = await startTestService(broker, { topics: [contract.topic] });
    const records = await observe(broker, contract.topic);
    const rolledBack = service.database.transaction(async (transaction) => {
      await createOutbox(transaction, { source: service.name }).add(contract, { key: 'k', number: 0 });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const context = { correlationId: 'c-1', causationId: 'm-1', traceparent: '00-1-2-01' };
    await runInContext(context, () => service.add(contract, { key: 'k', number: 1 }));
    // The last message of the same partition: when it is here, all before it are.
    await service.add(contract, { key: 'k', number: 2 });
    await vi.waitFor(() => expect(records.at(-1)?.value).toContain('"number":2'), PATIENCE);
    expect(records.map((record) => record.value)).toEqual(['{"key":"k","number":1}', '{"key":"k","number":2}']);
    expect(records[0]?.key).toBe('k');
    expect(records[0]?.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
      ce_type: contract.type,
      ce_source: service.name,
      ce_subject: 'k',
      ce_time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      ce_correlationid: 'c-1',
      ce_causationid: 'm-1',
      traceparent: '00-1-2-01',
    });
    await vi.waitFor(async () => expect(await service.unsent()).toBe(0), PATIENCE);
  });

  it('goes through a broker at an IPv6 address', async () => {
    const broker6 = await startTestBroker('::1');
    onTestFinished(() => broker6.remove());
    const contract = uniqueContract();
    const service = await startTestService(broker6, { topics: [contract.topic] });
    const records = await observe(broker6, contract.topic);
    await service.add(contract, { key: 'k', number: 6 });
    await vi.waitFor(() => expect(records.map(({ value }) => value)).toEqual(['{"key":"k","number":6}']), PATIENCE);
  });

  it('carries one correlation id through a chain of services, and the id of each cause', async () => {
    const first = uniqueContract();
    const second = uniqueContract();
    const sender = await startTestService(broker, { topics: [first.topic] });
    const seen: unknown[] = [];
    await startTestService(broker, {
      topics: [second.topic],
      subscribe: (database, name) => [
        on(first, async (data, message) => {
          seen.push(message.id, currentContext());
          await database.transaction((transaction) => createOutbox(transaction, { source: name }).add(second, data));
        }),
      ],
    });
    const records = await observe(broker, second.topic);
    await runInContext({ correlationId: 'c-7', traceparent: '00-7-8-01' }, () =>
      sender.add(first, { key: 'k', number: 1 }),
    );
    await vi.waitFor(() => expect(records).toHaveLength(1), PATIENCE);
    const [messageId, context] = seen;
    expect(context).toEqual({ correlationId: 'c-7', causationId: messageId, traceparent: '00-7-8-01' });
    expect(records[0]?.headers).toMatchObject({
      ce_correlationid: 'c-7',
      ce_causationid: messageId,
      traceparent: '00-7-8-01',
    });
  });

  it('lets a message that is delivered twice take effect once', async () => {
    const contract = uniqueContract();
    const deliveries: string[] = [];
    const service = await startTestService(broker, {
      topics: [contract.topic],
      subscribe: (database, name) => [
        on(contract, async (data, message) => {
          await database.transaction(async (transaction) => {
            if (!(await createInbox(transaction, { consumer: name }).accept(message.id))) return;
            await transaction.query(sql`insert into effects values (${message.id}, ${data.key}, ${data.number})`);
          });
          deliveries.push(message.id);
        }),
      ],
    });
    const { type, topic } = contract;
    const payload = JSON.stringify({ key: 'k', number: 1 });
    const attributes = { id: newId(), type, source: service.name, key: 'k', time: new Date(), correlationId: newId() };
    const envelope = { ...attributes, topic, payload };
    await service.database.transaction((transaction) => writeToOutbox(transaction, envelope));
    await vi.waitFor(() => expect(deliveries).toHaveLength(1), PATIENCE);
    await service.database.transaction((transaction) => writeToOutbox(transaction, envelope));
    await vi.waitFor(() => expect(deliveries).toHaveLength(2), PATIENCE);
    expect(deliveries[0]).toBe(deliveries[1]);
    expect(await service.database.query(sql`select number from effects`)).toEqual([{ number: 1 }]);
  });

  it('makes one of two deliveries at the same time wait for the other, and take its place if it fails', async () => {
    const service = await startTestService(broker);
    const messageId = newId();
    const firstMayEnd = createGate();
    const firstAccepted = createGate();
    const first = service.database.transaction(async (transaction) => {
      await createInbox(transaction, { consumer: 'consumer' }).accept(messageId);
      firstAccepted.resolve();
      await firstMayEnd.promise;
      throw new Error('failed');
    });
    await firstAccepted.promise;
    const second = service.database.transaction((transaction) =>
      createInbox(transaction, { consumer: 'consumer' }).accept(messageId),
    );
    firstMayEnd.resolve();
    await expect(first).rejects.toThrow('failed');
    expect(await second).toBe(true);
    expect(await createInbox(service.database, { consumer: 'consumer' }).accept(messageId)).toBe(false);
    expect(await createInbox(service.database, { consumer: 'another consumer' }).accept(messageId)).toBe(true);
  });
});

function createGate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, resolve: () => open() };
}
