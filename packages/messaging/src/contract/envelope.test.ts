import { describe, expect, it } from 'vitest';
import { readAttributes, toRecord, type Envelope } from './envelope.ts';
import { recordOf } from '../testing/fakes.ts';

const envelope: Envelope = {
  id: '01980000-0000-7000-8000-000000000001',
  type: 'orders.order-placed.v1',
  source: 'orders',
  topic: 'orders.events',
  key: 'order-7',
  time: new Date('2026-01-31T12:00:00.123Z'),
  payload: '{"orderId":"order-7"}',
  correlationId: 'c-1',
  causationId: 'm-1',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

describe('an envelope', () => {
  it('is a CloudEvent in the binary mode of Kafka', () => {
    expect(toRecord(envelope)).toEqual({
      topic: 'orders.events',
      key: 'order-7',
      value: '{"orderId":"order-7"}',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: '01980000-0000-7000-8000-000000000001',
        ce_type: 'orders.order-placed.v1',
        ce_source: 'orders',
        ce_subject: 'order-7',
        ce_time: '2026-01-31T12:00:00.123Z',
        ce_correlationid: 'c-1',
        ce_causationid: 'm-1',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
  });

  it('is read back as it was written', () => {
    const { topic, payload, ...attributes } = envelope;
    const record = toRecord({ ...envelope, recipient: 'payments' });
    const read = readAttributes({ ...record, partition: 0, offset: 0n });
    expect(read).toEqual({ ...attributes, recipient: 'payments' });
    expect([record.topic, record.value]).toEqual([topic, payload]);
  });

  it.each(['ce_id', 'ce_type'])('is not one without %s', (name) => {
    const headers = Object.fromEntries(
      Object.entries(toRecord(envelope).headers).filter(([header]) => header !== name),
    );
    expect(readAttributes(recordOf({ headers }))).toBeUndefined();
  });

  it('of a foreign sender gets a correlation id when it brings none', () => {
    const attributes = readAttributes(recordOf({ headers: { ce_id: 'a', ce_type: 'b', ce_time: 'yesterday' } }));
    expect(attributes).toMatchObject({ id: 'a', type: 'b', key: 'k', source: 'unknown' });
    expect(attributes?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(attributes?.time.getTime()).not.toBeNaN();
  });
});
