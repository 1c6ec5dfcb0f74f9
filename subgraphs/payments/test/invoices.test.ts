import { userRegistered, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { everyOrder } from '@galleria/platform/testing/every-order';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createUnitOfWork } from '../src/repository/unit-of-work.ts';
import { capturedOrder, CUSTOMER, paymentOf, startPayments, STRANGER, type PaymentsService } from './fixtures.ts';

const INVOICE = `
  query Invoice($representations: [_Any!]!, $language: InvoiceLanguage) {
    _entities(representations: $representations) {
      ... on Order {
        payment {
          invoice {
            number orderNumber billTo
            total { amountMinor currency }
            lines { description quantity unitPrice { amountMinor } total { amountMinor currency } }
            pdf(language: $language)
          }
        }
      }
    }
  }`;

const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const LINES = [
  { productId: newId(), name: 'Lantern pendant in paper', quantity: 2, unitPrice: euro(5_900) },
  { productId: newId(), name: 'Vase „Łódź“', quantity: 1, unitPrice: euro(1_100) },
];
const BILL_TO = ['Żaneta Müller', 'Große Straße 1', '10115 Berlin', 'DE'];

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

const at = (day: number) => ({ time: new Date(Date.UTC(2026, 0, day)) });

interface Ordered {
  readonly payment: { readonly invoice: unknown } | null;
}

async function ask(orderIds: readonly string[], language?: 'EN' | 'DE', viewer = CUSTOMER) {
  const representations = orderIds.map((id) => ({ __typename: 'Order', id }));
  const answer = await service.query(INVOICE, { variables: { representations, language }, viewer });
  return { ...answer, invoices: answer.data?._entities.map((order: Ordered) => order.payment?.invoice ?? null) };
}

const bytesOf = ({ pdf }: { readonly pdf: string }): Buffer => Buffer.from(pdf, 'base64');
const ordered = (more: object = {}) => capturedOrder(service, 12_900, { lines: LINES, billTo: BILL_TO, ...more });

const accountOf = (userId: string) => ({ userId, email: 'zaneta@example.com', name: 'Żaneta' });
/** As releases told it before facts had versions. */
const unversioned: MessageContract<ReturnType<typeof accountOf> & { locale?: 'en' | 'de' | undefined }> = {
  ...userUpdated,
  keyOf: ({ userId }) => userId,
};
/** What an account's language is said to be. Clocks are wrong: the higher the version, the earlier the time. */
const learnt = {
  withoutVersion: (userId: string) => service.publish(unversioned, { ...accountOf(userId), locale: 'en' }, at(3)),
  registered: (userId: string) => {
    const account = { ...accountOf(userId), locale: 'en' as const, version: 1 };
    return service.publish(userRegistered, { ...account, registeredAt: at(2).time.toISOString() }, at(2));
  },
  updated: (userId: string) => service.publish(userUpdated, { ...accountOf(userId), locale: 'de', version: 2 }, at(1)),
};

/** A message that fits no contract marks the end: its dead letter comes after everything that was sent before. */
async function untilAllIsHandled(userId: string): Promise<void> {
  const unfit = { ...accountOf(userId), email: 'no address', version: 3 };
  await service.untilHandled(await service.publish(userUpdated, unfit));
}

describe('an invoice', () => {
  it('lists what was bought, and whom it addresses', async () => {
    const { invoices } = await ask([await ordered()]);
    expect(invoices[0]).toMatchObject({
      number: expect.stringMatching(/^\d{4}-\d{6}$/),
      orderNumber: 'G-7K3M-92QX',
      billTo: BILL_TO,
      total: euro(12_900),
      lines: [
        {
          description: 'Lantern pendant in paper',
          quantity: 2,
          unitPrice: { amountMinor: 5_900 },
          total: euro(11_800),
        },
        { description: 'Vase „Łódź“', quantity: 1, unitPrice: { amountMinor: 1_100 }, total: euro(1_100) },
      ],
    });
  });

  it.each([
    ['the order did not say what was bought', {}],
    ['what it says adds up to something else', { lines: LINES.slice(1) }],
  ])('has one line with the number of the order when %s', async (_case, more) => {
    const { invoices } = await ask([await capturedOrder(service, 12_900, more)]);
    expect(invoices[0]).toMatchObject({
      billTo: [],
      lines: [{ description: 'G-7K3M-92QX', quantity: 1, unitPrice: { amountMinor: 12_900 }, total: euro(12_900) }],
    });
  });

  it('is a PDF, the same whenever it is drawn, and another in another language', async () => {
    const orderId = await ordered();
    const [english, again, german] = [
      await ask([orderId], 'EN'),
      await ask([orderId], 'EN'),
      await ask([orderId], 'DE'),
    ];
    const bytes = bytesOf(english.invoices[0]);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.subarray(-6).toString()).toContain('%%EOF');
    expect(bytesOf(again.invoices[0]).equals(bytes)).toBe(true);
    expect(bytesOf(german.invoices[0]).equals(bytes)).toBe(false);
  });

  it('is written in the language of the account unless another is asked for', async () => {
    const customer = { userId: newId(), roles: ['CUSTOMER'] };
    const account = { userId: customer.userId, email: 'zaneta@example.com', name: 'Żaneta', version: 1 };
    const orderId = await ordered({ customerId: customer.userId });
    const drawn = async (language?: 'EN' | 'DE') => bytesOf((await ask([orderId], language, customer)).invoices[0]);
    const [english, german] = [await drawn('EN'), await drawn('DE')];
    expect((await drawn()).equals(english)).toBe(true);
    await service.publish(userRegistered, { ...account, registeredAt: new Date().toISOString(), locale: 'de' });
    await vi.waitFor(async () => expect((await drawn()).equals(german)).toBe(true), PATIENCE);
    await service.publish(userUpdated, { ...account, locale: 'en', version: 2 });
    await vi.waitFor(async () => expect((await drawn()).equals(english)).toBe(true), PATIENCE);
    expect((await drawn('DE')).equals(german)).toBe(true);
  });

  it('is written in the language of the latest version of the account, in whatever order its facts arrive', async () => {
    const customers = everyOrder([learnt.withoutVersion, learnt.registered, learnt.updated]).map(async (facts) => {
      const customer = { userId: newId(), roles: ['CUSTOMER'] };
      for (const tell of facts) await tell(customer.userId);
      await untilAllIsHandled(customer.userId);
      const orderId = await ordered({ customerId: customer.userId });
      return { customer, orderId };
    });
    for (const { customer, orderId } of await Promise.all(customers)) {
      const [own, german] = [await ask([orderId], undefined, customer), await ask([orderId], 'DE', customer)];
      expect(bytesOf(own.invoices[0]).equals(bytesOf(german.invoices[0]))).toBe(true);
    }
  });

  it('of five hundred lines has pages, and stays small', async () => {
    const lines = Array.from({ length: 500 }, () => ({ ...LINES[0]!, name: 'x '.repeat(100), unitPrice: euro(1) }));
    const { invoices } = await ask([await capturedOrder(service, 1_000, { lines })], 'EN');
    expect(invoices[0].lines).toHaveLength(500);
    expect(invoices[0].pdf.length).toBeLessThan(500_000);
  });

  it('is for the customer and administrators', async () => {
    expect((await ask([await ordered()], 'EN', STRANGER)).invoices).toEqual([null]);
  });

  it('is drawn three times in a request at most', async () => {
    const orderIds = [await ordered(), await ordered(), await ordered(), await ordered()];
    const { errors } = await ask(orderIds, 'EN');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['TOO_MANY_DOCUMENTS']);
  });
});

describe('the numbers of invoices', () => {
  it('have no gap where captures race and some are rolled back', async () => {
    const unitOfWork = createUnitOfWork(service.database);
    const orderIds = await Promise.all(Array.from({ length: 30 }, () => ordered()));
    const payments = await Promise.all(orderIds.map((orderId) => paymentOf(service, orderId)));
    await service.database.pool.query('delete from invoices');
    await service.database.pool.query('delete from invoice_counters');
    const issue = (index: number) =>
      unitOfWork(async ({ invoices }) => {
        await invoices.issue({
          ...{ paymentId: payments[index]!.id, customerId: CUSTOMER.userId, issuedAt: new Date(Date.UTC(2031, 0, 1)) },
          ...{ orderNumber: 'G', totalMinor: 1, currency: 'EUR', lines: [], billTo: [] },
        });
        if (index % 3 === 0) throw new Error('rolled back');
      }).catch(() => undefined);
    await Promise.all(payments.map((_payment, index) => issue(index)));
    const { rows } = await service.database.pool.query<{ number: string }>(
      'select number from invoices order by number',
    );
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => `2031-${String(index + 1).padStart(6, '0')}`),
    );
  });
});
