import { userErased, userRegistered, userUpdated } from '@galleria/events/users';
import { AS_IN_ORDER, NOTHING, RECOGNISED, tell } from '../../story.ts';
import { orderOf, type PaymentsSamples } from './history.ts';

const WITHOUT_INBOX =
  'What an account is like has a version, and that it is erased is final: either may be told again.';

function accountOf(userId: string) {
  const account = { userId, email: 'ada@example.com', name: 'Ada' };
  const registeredAt = '2020-05-04T12:00:00.000Z';
  return {
    registered: tell(userRegistered, { ...account, locale: 'en', version: 1, registeredAt }),
    updated: (version: number, locale: 'en' | 'de') => tell(userUpdated, { ...account, locale, version }),
  };
}

/** Which language an invoice has is told by the account's version; an erasure is final (decision 025). */
export const accountSamples: PaymentsSamples = {
  [userRegistered.type]: {
    'of a new account': async (stage) => {
      const { customerId, erased } = orderOf(stage);
      const { registered, updated } = accountOf(customerId);
      return {
        message: registered,
        next: [updated(2, 'de')],
        repeated: RECOGNISED,
        withoutInbox: WITHOUT_INBOX,
        overtaken: [
          { by: [updated(2, 'de')], leaves: AS_IN_ORDER },
          { by: [erased], leaves: NOTHING },
        ],
        neighbours: [updated(2, 'de'), updated(3, 'en'), erased],
      };
    },
  },
  [userUpdated.type]: {
    'between others': async (stage) => {
      const { customerId, erased } = orderOf(stage);
      const { registered, updated } = accountOf(customerId);
      await stage.play([registered]);
      return {
        message: updated(2, 'de'),
        next: [updated(3, 'en')],
        repeated: RECOGNISED,
        withoutInbox: WITHOUT_INBOX,
        overtaken: [{ by: [erased], leaves: NOTHING }],
        neighbours: [updated(3, 'en'), updated(4, 'de')],
      };
    },
  },
  [userErased.type]: {
    'of a customer with payments, invoices and refunds': async (stage) => {
      const { charge, customerId, refundedByHand, refund, erased } = orderOf(stage);
      const other = orderOf(stage, { name: 'other order', customerId });
      await stage.play([accountOf(customerId).registered, charge, () => stage.app.charge(), refundedByHand(100)]);
      return {
        message: erased,
        next: [other.charge, () => stage.app.charge()],
        repeated: RECOGNISED,
        withoutInbox: WITHOUT_INBOX,
        overtaken: [],
        neighbours: [accountOf(customerId).updated(2, 'de'), other.charge, refund],
      };
    },
  },
};
