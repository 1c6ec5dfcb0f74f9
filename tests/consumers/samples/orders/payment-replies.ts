import {
  chargeCancellationRefused,
  paymentCaptured,
  paymentDeclined,
  refund,
  refundRefused,
} from '@galleria/events/payments';
import { deadLetter, NOTHING, ONLY_THE_INBOX, RECOGNISED, sends } from '../../story.ts';
import { placeOrder, type OrdersSamples } from './history.ts';

/**
 * What payments answers. That both a capture and its opposite are told of one payment no fault of the network explains
 * (docs/decisions/005-checkout-saga.md).
 */
export const paymentSamples: OrdersSamples = {
  [paymentCaptured.type]: {
    'while the order waits for it': async (stage) => {
      const { reserved, captured, declined, timedOut, shipped, erased } = await placeOrder(stage);
      await stage.play([reserved]);
      return {
        message: captured,
        next: [shipped],
        repeated: RECOGNISED,
        overtaken: [
          { by: [timedOut], leaves: sends(refund) },
          { by: [declined], leaves: sends(refund) },
        ],
        neighbours: [erased],
      };
    },
    'of an order that has timed out': async (stage) => {
      const { reserved, captured, timedOut, erased, cancellationRefused } = await placeOrder(stage);
      await stage.play([reserved, timedOut]);
      return {
        message: captured,
        next: [erased],
        // payments gives back what is left, so a second command finds nothing.
        repeated: ONLY_THE_INBOX,
        overtaken: [{ by: [cancellationRefused], leaves: sends(refund) }],
        neighbours: [cancellationRefused, erased],
      };
    },
  },
  [paymentDeclined.type]: {
    'while the order waits for it': async (stage) => {
      const { reserved, captured, declined, timedOut, erased } = await placeOrder(stage);
      await stage.play([reserved]);
      return {
        message: declined,
        next: [erased],
        repeated: RECOGNISED,
        overtaken: [
          { by: [timedOut], leaves: NOTHING },
          { by: [captured], leaves: deadLetter('PAYMENT_ANSWERS_CONTRADICT') },
        ],
        neighbours: [erased],
      };
    },
  },
  [chargeCancellationRefused.type]: {
    'of an order that has timed out': async (stage) => {
      const { reserved, captured, timedOut, cancellationRefused, erased } = await placeOrder(stage);
      await stage.play([reserved, timedOut]);
      return {
        message: cancellationRefused,
        next: [captured],
        // As after a late capture.
        repeated: ONLY_THE_INBOX,
        overtaken: [{ by: [captured], leaves: sends(refund) }],
        neighbours: [captured, erased],
      };
    },
  },
  [refundRefused.type]: {
    'of an order that was cancelled': async (stage) => {
      const { reserved, captured, cancelled, refundRefused: refused, erased } = await placeOrder(stage);
      await stage.play([reserved, captured, cancelled]);
      return {
        message: refused,
        refusedWith: 'REFUND_REFUSED',
        next: [erased],
        repeated: { atOnce: deadLetter('REFUND_REFUSED'), later: deadLetter('REFUND_REFUSED') },
        overtaken: [{ by: [erased], leaves: deadLetter('REFUND_REFUSED') }],
        neighbours: [],
      };
    },
  },
};
