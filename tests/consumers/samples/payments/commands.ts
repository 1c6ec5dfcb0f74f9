import { cancelCharge, charge, chargeCancellationRefused, refund } from '@galleria/events/payments';
import { userRegistered } from '@galleria/events/users';
import { AS_ALONE, marks, RECOGNISED, sends, tell } from '../../story.ts';
import { orderOf, type PaymentsSamples } from './history.ts';

/** Those about one order lie under one key of one topic; what is told of its customer comes when it comes. */
export const commandSamples: PaymentsSamples = {
  [charge.type]: {
    'of an order': async (stage) => {
      const { charge: command, cancelCharge: cancel, refund: giveBack, erased, customerId } = orderOf(stage);
      const account = { userId: customerId, email: 'ada@example.com', name: 'Ada', locale: 'de' as const, version: 1 };
      return {
        message: command,
        next: [() => stage.app.charge(), giveBack],
        repeated: RECOGNISED,
        withoutInbox: 'An order has one payment, by a unique key.',
        // Only a dead letter that is replayed comes after its order was given up: orders then sends the money back.
        overtaken: [{ by: [cancel], leaves: AS_ALONE }],
        neighbours: [erased, tell(userRegistered, { ...account, registeredAt: '2020-05-04T12:00:00.000Z' })],
      };
    },
  },
  [cancelCharge.type]: {
    'of what nobody was asked for yet': async (stage) => {
      const { charge: command, cancelCharge: cancel, erased } = orderOf(stage);
      await stage.play([command]);
      return {
        message: cancel,
        next: [erased, orderOf(stage, { name: 'other order' }).charge],
        repeated: RECOGNISED,
        overtaken: [{ by: [() => stage.app.charge()], leaves: sends(chargeCancellationRefused) }],
        neighbours: [erased],
      };
    },
    'of what the provider is being asked for': async (stage) => {
      const { charge: command, cancelCharge: cancel, erased } = orderOf(stage);
      await stage.play([command, () => stage.app.beginToCharge()]);
      return {
        message: cancel,
        next: [
          async () => {
            stage.wait(60_000);
            await stage.app.charge();
          },
        ],
        repeated: RECOGNISED,
        overtaken: [],
        neighbours: [erased],
      };
    },
    'of what is captured': async (stage) => {
      const { charge: command, cancelCharge: cancel, refund: giveBack, erased } = orderOf(stage);
      await stage.play([command, () => stage.app.charge()]);
      const again = sends(chargeCancellationRefused);
      return {
        message: cancel,
        next: [giveBack],
        // It is answered as often as it is asked: orders takes the answer for a refund, of which there is one.
        repeated: { atOnce: again, later: again },
        overtaken: [{ by: [giveBack], leaves: again }],
        neighbours: [erased],
      };
    },
  },
  [refund.type]: {
    'of what is captured': async (stage) => {
      const { charge: command, refund: giveBack, refundedByHand, erased } = orderOf(stage);
      await stage.play([command, () => stage.app.charge()]);
      return {
        message: giveBack,
        next: [() => stage.app.giveBack()],
        repeated: RECOGNISED,
        // Nothing is left to give back, and the books still have to know why the rest is gone.
        overtaken: [{ by: [refundedByHand(null)], leaves: marks('reversed_at') }],
        neighbours: [erased],
      };
    },
  },
};
