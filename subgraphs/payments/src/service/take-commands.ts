import { chargeCancellationRefused } from '@galleria/events/payments';
import type { MoneyData } from '@galleria/events/values';
import { newId } from '@galleria/kit/identifiers';
import { onceIn } from '@galleria/kit/process/once';
import { addressLines, invoiceLines } from '../domain/invoice.ts';
import { refundableMinor } from '../domain/payment.ts';
import type { PaymentRepository } from '../repository/payment-repository.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import { openRefund } from './open-refund.ts';
import { currentOrigin } from './origin.ts';

export interface ChargeCommand {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly amount: MoneyData;
  readonly paymentToken: string;
  readonly lines?:
    readonly { readonly name: string; readonly quantity: number; readonly unitPrice: MoneyData }[] | undefined;
  readonly billTo?: readonly string[] | undefined;
}

export interface TakeCommands {
  /**
   * Notes that the order is to be charged: the provider is asked after the message is done with, so that none waits for
   * it. An order has one payment, so the command needs no inbox to take effect once.
   */
  charge(command: ChargeCommand): Promise<void>;
  /**
   * Calls the charge off: at once where the provider was never asked, otherwise with its next answer. A capture that is
   * under way stays, and is told of; one that was made is answered with charge-cancellation-refused.
   */
  cancelCharge(messageId: string, orderId: string, reason: string): Promise<void>;
  /** Gives back all that is left of what was captured. */
  refund(messageId: string, orderId: string, reason: string): Promise<void>;
}

/** What the checkout saga asks for, written down. */
export function createTakeCommands(dependencies: {
  readonly unitOfWork: UnitOfWork;
  /** Outside of any transaction: what a charge writes down is one statement. */
  readonly payments: Pick<PaymentRepository, 'insert'>;
  readonly clock: () => Date;
  readonly onChargeDue: () => void;
  readonly onRefundDue: () => void;
}): TakeCommands {
  const { unitOfWork, payments, clock, onChargeDue, onRefundDue } = dependencies;
  const once = onceIn(unitOfWork);

  return {
    charge: async ({ amount, lines, billTo, ...command }) => {
      const invoice = { lines: invoiceLines(lines, amount), billTo: addressLines(billTo) };
      const payment = { ...command, ...amount, ...invoice, id: newId(), createdAt: clock() };
      await payments.insert(payment, currentOrigin());
      onChargeDue();
    },
    cancelCharge: (messageId, orderId, reason) =>
      once(messageId, async (work) => {
        const payment = await work.payments.lockByOrder(orderId);
        if (payment?.status !== 'CAPTURED') return work.payments.cancel(orderId, reason, clock());
        // Whoever asks has not heard of the capture, and may never do: its event can be lost.
        const { id: paymentId, customerId } = payment;
        await work.outbox.add(chargeCancellationRefused, { paymentId, orderId, customerId });
      }),
    refund: async (messageId, orderId, reason) => {
      await once(messageId, async (work) => {
        const payment = await work.payments.lockByOrder(orderId);
        if (payment?.status !== 'CAPTURED') return;
        await work.payments.reverse(payment.id, clock());
        const amountMinor = refundableMinor(payment);
        if (amountMinor === 0) return;
        await openRefund(work, payment, { amountMinor, reason, now: clock() });
      });
      onRefundDue();
    },
  };
}
