import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole } from '@galleria/kit/graphql/viewer';
import { lineTotalMinor } from '../domain/invoice.ts';
import type { Locale } from '../domain/locale.ts';
import { displayStatus, type Payment } from '../domain/payment.ts';
import type { RefundPaymentOutcome } from '../service/refund-payment.ts';
import type { InvoiceLanguage, Resolvers, ResolversTypes } from '../generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import type { PaymentModel, RefundModel } from './models.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

const LOCALES: Readonly<Record<InvoiceLanguage, Locale>> = { EN: 'en', DE: 'de' };

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Mutation: {
    refundPayment: async (_parent, { input }, { caller, loaders, refundPayment }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      const amountMinor = input.amountMinor ?? null;
      return refundResult(await refundPayment({ ...input, amountMinor, requestedBy: userId }), loaders);
    },
  },
  Order: {
    payment: ({ id }, _args, { loaders }) => loaders.paymentByOrderId.load(id),
  },
  Invariants: {
    charges: (_parent, _args, { readPayments, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readPayments.sums();
    },
  },
  Payment: {
    __resolveReference: ({ id }, { loaders }) => loaders.paymentById.load(id),
    status: (payment) => displayStatus(payment),
    amount: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    refunded: ({ refundedMinor, currency }) => ({ amountMinor: refundedMinor, currency }),
    refunds: async (payment, _args, { loaders }) => refundsOf(payment, loaders, false),
    refusedRefunds: async (payment, _args, { loaders }) => refundsOf(payment, loaders, true),
    invoice: ({ id }, _args, { loaders }) => loaders.invoiceByPaymentId.load(id),
  },
  Invoice: {
    lines: ({ lines, currency }) => lines.map((line) => ({ ...line, currency })),
    total: ({ totalMinor, currency }) => ({ amountMinor: totalMinor, currency }),
    pdf: async (invoice, { language }, { drawInvoice }) =>
      (await drawInvoice(invoice, language == null ? null : LOCALES[language])).toString('base64'),
  },
  InvoiceLine: {
    unitPrice: ({ unitPriceMinor, currency }) => ({ amountMinor: unitPriceMinor, currency }),
    total: (line) => ({ amountMinor: lineTotalMinor(line), currency: line.currency }),
  },
  Refund: {
    amount: ({ amountMinor, currency }) => ({ amountMinor, currency }),
  },
};

async function refundsOf({ id, currency }: PaymentModel, loaders: Loaders, isRefused: boolean): Promise<RefundModel[]> {
  const refunds = await loaders.refundsByPaymentId.load(id);
  return refunds.filter((refund) => refund.isRefused === isRefused).map((refund) => ({ ...refund, currency }));
}

async function refundResult(
  outcome: RefundPaymentOutcome,
  loaders: Loaders,
): Promise<Awaited<ResolversTypes['RefundPaymentResult']>> {
  switch (outcome.kind) {
    case 'refunded':
      return { __typename: 'PaymentRefunded', payment: present(await loaders.paymentById.load(outcome.paymentId)) };
    case 'too-large':
      return {
        __typename: 'AmountTooLarge',
        code: 'AMOUNT_TOO_LARGE',
        message: 'This is more than is left of the charge.',
        refundable: outcome.refundable,
      };
    case 'not-refundable':
      return {
        __typename: 'NotRefundable',
        code: 'NOT_REFUNDABLE',
        message: 'The order has no captured payment of which anything is left.',
      };
    case 'invalid':
      return { __typename: 'InvalidRefund', code: 'INVALID_REFUND', message: outcome.problem };
    case 'key-reused':
      return {
        __typename: 'IdempotencyKeyReused',
        code: 'IDEMPOTENCY_KEY_REUSED',
        message: 'This key came before with other input.',
      };
  }
}

function present(payment: Payment | null): Payment {
  if (payment === null) throw new Error('The payment of a refund is missing.');
  return payment;
}
