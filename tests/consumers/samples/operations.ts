import { charge } from '@galleria/events/payments';
import { userErased, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { readDeadLetterRecord } from '@galleria/messaging/dead-letters/dead-letter-topic';
import { createOperationsApp } from '../../../subgraphs/operations/src/app.ts';
import { letterOf } from '../../../subgraphs/operations/test/fixtures.ts';
import { NOTHING, RECOGNISED, tell, type ConsumerSamples, type Stage, type Step } from '../story.ts';

type App = Awaited<ReturnType<typeof createOperationsApp>>;

/** A message about an account that payments could not handle, on its way from there. */
function letter<Data>(stage: Stage<App>, name: string, contract: MessageContract<Data>, data: Data): Step {
  const messageId = stage.id(`message of ${name}`);
  const record = letterOf(contract, data, { messageId, failedAt: stage.now(), offset: 7n });
  const failed = readDeadLetterRecord({ ...record, partition: 0, offset: 0n });
  if (failed === undefined) throw new Error('This is no letter.');
  stage.id(name, failed.id);
  return () => stage.app.keepDeadLetter(failed);
}

/** Dead letters come from the topics of all services, and may be delivered again like any message. */
export const consumers: ConsumerSamples<App> = {
  create: createOperationsApp,
  // Where in the test the failure was made up.
  varying: ['error_stack'],
  samples: {
    [userErased.type]: {
      'of somebody whom dead letters are about': async (stage) => {
        const userId = stage.id('user');
        const account = { userId, email: 'ada@example.com', name: 'Ada', version: 2 };
        const order = { orderId: stage.id('order'), orderNumber: 'G-7K3M-92QX', customerId: userId };
        const money = { amount: { amountMinor: 12_900, currency: 'EUR' }, paymentToken: 'tok_success' };
        const charged = letter(stage, 'charge', charge, { ...order, ...money, billTo: ['Ada Lovelace', 'London'] });
        const updated = letter(stage, 'update', userUpdated, account);
        const foreign = letter(stage, 'letter of another', userUpdated, { ...account, userId: newId() });
        await stage.play([charged, foreign]);
        return {
          message: tell(userErased, { userId, erasedAt: '2020-05-04T12:00:01.000Z' }),
          next: [updated],
          repeated: RECOGNISED,
          overtaken: [],
          neighbours: [updated, charged],
        };
      },
      'of somebody whom nothing is about': async (stage) => {
        const userId = stage.id('user');
        const erased = () => tell(userErased, { userId, erasedAt: '2020-05-04T12:00:01.000Z' });
        const updated = { userId, email: 'ada@example.com', name: 'Ada', version: 2 };
        return {
          message: erased(),
          next: [letter(stage, 'update', userUpdated, updated)],
          repeated: RECOGNISED,
          overtaken: [{ by: [erased()], leaves: NOTHING }],
          neighbours: [],
        };
      },
    },
  },
};
