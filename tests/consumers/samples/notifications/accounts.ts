import {
  emailChanged,
  emailChangeRequested,
  emailVerificationRequested,
  newEmailVerificationRequested,
  passwordChanged,
  passwordResetRequested,
  userErased,
  userRegistered,
  userUpdated,
} from '@galleria/events/users';
import { orderShipped } from '@galleria/events/orders';
import { AS_IN_ORDER, NOTHING, RECOGNISED, tell, type Told } from '../../story.ts';
import { accountOf, AT, type NotificationsSamples } from './history.ts';

type Account = ReturnType<typeof accountOf>;

const LINK = { token: 'a secret', expiresAt: '2020-05-05T12:00:00.000Z' };

/** Something that the owner of an account is told, at the account's second version. */
function toOwner(messageOf: (account: ReturnType<Account['at']>) => Told): NotificationsSamples[string] {
  return {
    'of an account that is known': async (stage) => {
      const { at, registered, updated, erased } = accountOf(stage);
      await stage.play([registered]);
      return {
        message: messageOf(at(2)),
        next: [updated(3)],
        repeated: RECOGNISED,
        overtaken: [
          { by: [updated(3)], leaves: AS_IN_ORDER },
          { by: [erased], leaves: NOTHING },
        ],
        neighbours: [updated(3), erased],
      };
    },
    'of an account that is not known yet': async (stage) => {
      const { at, registered, updated } = accountOf(stage);
      return {
        message: messageOf(at(2)),
        next: [registered, updated(3)],
        repeated: RECOGNISED,
        overtaken: [{ by: [registered], leaves: AS_IN_ORDER }],
        neighbours: [registered, updated(3)],
      };
    },
  };
}

export const accountSamples: NotificationsSamples = {
  [emailVerificationRequested.type]: toOwner((account) => tell(emailVerificationRequested, { ...account, ...LINK })),
  [passwordResetRequested.type]: toOwner((account) => tell(passwordResetRequested, { ...account, ...LINK })),
  [passwordChanged.type]: toOwner((account) => tell(passwordChanged, { ...account, changedAt: AT })),
  [emailChangeRequested.type]: toOwner((account) => tell(emailChangeRequested, { ...account, requestedAt: AT })),
  [newEmailVerificationRequested.type]: toOwner((account) =>
    tell(newEmailVerificationRequested, { ...account, ...LINK, newEmail: 'countess@example.com' }),
  ),
  [emailChanged.type]: toOwner((account) =>
    tell(emailChanged, { ...account, formerEmail: 'ada.1@example.com', changedAt: AT }),
  ),
  [userRegistered.type]: {
    'of a new account': async (stage) => {
      const { registered, updated, erased } = accountOf(stage);
      return {
        message: registered,
        next: [updated(2)],
        repeated: RECOGNISED,
        overtaken: [
          { by: [updated(2)], leaves: AS_IN_ORDER },
          { by: [erased], leaves: NOTHING },
        ],
        neighbours: [updated(2), updated(3), erased],
      };
    },
  },
  [userUpdated.type]: {
    'between others': async (stage) => {
      const { registered, updated, erased } = accountOf(stage);
      return {
        message: updated(2),
        next: [updated(3)],
        repeated: RECOGNISED,
        overtaken: [
          { by: [updated(3)], leaves: AS_IN_ORDER },
          { by: [erased], leaves: NOTHING },
        ],
        neighbours: [registered, updated(3), updated(4)],
      };
    },
  },
  [userErased.type]: {
    'of an account that was told something': async (stage) => {
      const { userId, registered, updated, erased } = accountOf(stage);
      const order = { orderId: stage.id('order'), number: 'G-7K3M-92QX', customerId: userId };
      const shipped = tell(orderShipped, { ...order, trackingNumber: 'T-1', at: AT });
      await stage.play([registered, shipped]);
      return {
        message: erased,
        // Nothing is told any more, so there is nothing that could move on but what is kept of others.
        next: [accountOf(stage).registered],
        repeated: RECOGNISED,
        overtaken: [{ by: [updated(2)], leaves: AS_IN_ORDER }],
        neighbours: [updated(2), { ...shipped, id: stage.id('other message') }],
      };
    },
  },
};
