import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createCustomerRepository } from './customer-repository.ts';
import { createErasureRepository } from './erasure-repository.ts';
import { createInvoiceRepository } from './invoice-repository.ts';
import { createPaymentRepository } from './payment-repository.ts';
import { createProviderEventRepository } from './provider-event-repository.ts';
import { createRefundRepository } from './refund-repository.ts';
import { createRefundRequestRepository } from './refund-request-repository.ts';

const repositories = (transaction: Queryable) => ({
  payments: createPaymentRepository(transaction),
  refunds: createRefundRepository(transaction),
  refundRequests: createRefundRequestRepository(transaction),
  invoices: createInvoiceRepository(transaction),
  customers: createCustomerRepository(transaction),
  erasure: createErasureRepository(transaction),
  providerEvents: createProviderEventRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('payments', repositories);
