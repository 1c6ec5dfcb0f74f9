import type { Database, Queryable } from '@galleria/kit/database/database';
import { createInbox, type Inbox } from '@galleria/messaging/inbox/inbox';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createCustomerRepository, type CustomerRepository } from './customer-repository.ts';
import { createErasureRepository, type ErasureRepository } from './erasure-repository.ts';
import { createInvoiceRepository, type InvoiceRepository } from './invoice-repository.ts';
import { createPaymentRepository, type PaymentRepository } from './payment-repository.ts';
import { createProviderEventRepository, type ProviderEventRepository } from './provider-event-repository.ts';
import { createRefundRepository, type RefundRepository } from './refund-repository.ts';
import { createRefundRequestRepository, type RefundRequestRepository } from './refund-request-repository.ts';

/** Everything that one transaction can touch. */
export interface Work {
  readonly payments: PaymentRepository;
  readonly refunds: RefundRepository;
  readonly refundRequests: RefundRequestRepository;
  readonly invoices: InvoiceRepository;
  readonly customers: CustomerRepository;
  readonly erasure: ErasureRepository;
  readonly providerEvents: ProviderEventRepository;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
}

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWork = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

export function createUnitOfWork(database: Database): UnitOfWork {
  return (work) => database.transaction((transaction) => work(bind(transaction)));
}

function bind(transaction: Queryable): Work {
  return {
    payments: createPaymentRepository(transaction),
    refunds: createRefundRepository(transaction),
    refundRequests: createRefundRequestRepository(transaction),
    invoices: createInvoiceRepository(transaction),
    customers: createCustomerRepository(transaction),
    erasure: createErasureRepository(transaction),
    providerEvents: createProviderEventRepository(transaction),
    outbox: createOutbox(transaction, { source: 'payments' }),
    inbox: createInbox(transaction),
  };
}
