import { describe, expect, it, vi } from 'vitest';
import { BrokerError } from '../kafka/broker-error.ts';
import { createFakeProducer, recordOf } from '../testing/fakes.ts';
import { createBurial } from './burial.ts';

const failure = { error: new Error('no'), code: 'Error', attempts: 1 };
const tooLarge = () => new BrokerError('MESSAGE_TOO_LARGE', 'too large', { refused: true });

function createTestBurial(fail: Parameters<typeof createFakeProducer>[0]) {
  const { producer, records } = createFakeProducer(fail);
  const ensureTopics = vi.fn(async () => undefined);
  return { bury: createBurial({ service: 'shop', broker: { ensureTopics }, producer }), records, ensureTopics };
}

describe('a burial', () => {
  it('puts the letter on the topic of the service, which it makes where it is gone', async () => {
    const { bury, records, ensureTopics } = createTestBurial(() => undefined);
    await bury(recordOf(), failure);
    expect(records).toMatchObject([{ topic: 'shop.dead-letters', value: recordOf().value }]);
    expect(ensureTopics).toHaveBeenCalledWith(['shop.dead-letters']);
  });

  it('leaves out a message with which the broker takes no letter', async () => {
    const { bury, records } = createTestBurial(([record]) => (record?.value === '' ? undefined : tooLarge()));
    await bury(recordOf({ offset: 7n }), failure);
    expect(records).toMatchObject([{ value: '', headers: { dead_letter_offset: '7' } }]);
  });

  it('fails, to be tried again, while the broker is away', async () => {
    const { bury, records } = createTestBurial(() => new BrokerError('AWAY', 'away', { refused: false }));
    await expect(bury(recordOf(), failure)).rejects.toThrow('away');
    expect(records).toEqual([]);
  });
});
