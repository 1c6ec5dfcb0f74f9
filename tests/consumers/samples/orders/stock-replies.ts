import { releaseStock, stockLost, stockRejected, stockReserved } from '@galleria/events/inventory';
import { deadLetter, NOTHING, RECOGNISED, sends } from '../../story.ts';
import { placeOrder, type OrdersSamples } from './history.ts';

/** What inventory answers. Its topic is another than that of payments and that of users. */
export const stockSamples: OrdersSamples = {
  [stockReserved.type]: {
    'while the order waits for it': async (stage) => {
      const { reserved, captured, timedOut, rejected } = await placeOrder(stage);
      return {
        message: reserved,
        next: [captured],
        repeated: RECOGNISED,
        overtaken: [
          { by: [timedOut], leaves: sends(releaseStock) },
          { by: [rejected], leaves: deadLetter('STOCK_ANSWERS_CONTRADICT') },
        ],
        neighbours: [],
      };
    },
  },
  [stockRejected.type]: {
    'while the order waits for it': async (stage) => {
      const { rejected, reserved, timedOut, erased } = await placeOrder(stage);
      return {
        message: rejected,
        next: [erased],
        repeated: RECOGNISED,
        overtaken: [
          { by: [timedOut], leaves: NOTHING },
          { by: [reserved], leaves: deadLetter('STOCK_ANSWERS_CONTRADICT') },
        ],
        neighbours: [erased],
      };
    },
  },
  [stockLost.type]: {
    'of an order that is paid': async (stage) => {
      const { lost, reserved, captured, cancelled, shipped, erased } = await placeOrder(stage);
      await stage.play([reserved, captured]);
      return {
        message: lost,
        next: [erased],
        repeated: RECOGNISED,
        overtaken: [
          { by: [cancelled], leaves: NOTHING },
          // Who comes first says why the order ends, and gives back all that there is to give back.
          { by: [erased], leaves: NOTHING },
          { by: [shipped], leaves: deadLetter('SHIPPED_WITHOUT_STOCK') },
        ],
        neighbours: [],
      };
    },
  },
};
