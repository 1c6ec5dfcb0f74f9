import { userErased } from '@galleria/events/users';
import { AS_IN_ORDER, NOTHING, RECOGNISED } from '../../story.ts';
import { addToCart, newProduct, placeOrder, type OrdersSamples } from './history.ts';

/** What is told of an account and of its orders lies in topics of different owners: either may come first. */
export const erasureSamples: OrdersSamples = {
  [userErased.type]: {
    'of a customer with a cart, an order that is paid and one that is being paid': async (stage) => {
      const paid = await placeOrder(stage);
      const { customerId } = paid;
      const pending = await placeOrder(stage, { name: 'other order', customerId });
      await stage.play([paid.reserved, paid.captured, pending.reserved]);
      await addToCart(stage, customerId, await newProduct(stage, 'product in the cart'));
      return {
        message: paid.erased,
        next: [pending.captured],
        repeated: { atOnce: NOTHING, later: NOTHING },
        overtaken: [{ by: [pending.declined], leaves: AS_IN_ORDER }],
        neighbours: [pending.captured],
      };
    },
    'of a customer whose order waits for its stock': async (stage) => {
      const { erased, reserved, captured, rejected } = await placeOrder(stage);
      return {
        message: erased,
        next: [reserved, captured],
        repeated: RECOGNISED,
        overtaken: [{ by: [rejected], leaves: AS_IN_ORDER }],
        neighbours: [reserved],
      };
    },
  },
};
