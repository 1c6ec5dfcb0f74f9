import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import type { Difference } from '../src/domain/reconciliation.ts';
import { createLedgerReader } from '../src/repository/ledger-reader.ts';
import { createReconcile } from '../src/service/reconcile.ts';
import { capturedOrder, paymentOf, refundBy, startPayments, told, type PaymentsService } from './fixtures.ts';

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

const HOUR = 3_600_000;
const moment = (ms: number) => new Date(Date.now() + ms);
const sql = (text: string, values: unknown[] = []) => service.database.pool.query(text, values);

async function reconcile(range = { since: moment(-HOUR), until: moment(HOUR) }): Promise<Difference[]> {
  const { database } = service;
  const provider = createSandboxProvider({ ledger: database, slowMs: 0 });
  const found: Difference[] = [];
  for await (const difference of createReconcile({ provider, books: createLedgerReader(database) })(range))
    found.push(difference);
  return found;
}

/** A payment of 10,000 of which 2,500 went back, in both books. */
async function bothKnow(): Promise<{ chargeId: string; refundId: string }> {
  const orderId = await capturedOrder(service, 10_000);
  await refundBy(service, { orderId, amountMinor: 2_500 });
  await vi.waitFor(() => expect(told(service, orderId).refunded).toHaveLength(1), PATIENCE);
  const refundId = told(service, orderId).refunded[0]!.refundId;
  return { chargeId: (await paymentOf(service, orderId))!.id, refundId };
}

const brief = (differences: readonly Difference[]) =>
  differences.map(({ kind, subject, ours, theirs }) => ({ kind, subject, id: ours?.key ?? theirs?.key }));

describe('reconciliation', () => {
  it('finds nothing where both books say the same, for many payments', async () => {
    await bothKnow();
    await Promise.all(Array.from({ length: 120 }, () => capturedOrder(service)));
    expect(await reconcile()).toEqual([]);
  });

  it.each([
    [
      'a charge that we do not know',
      'MISSING_HERE',
      'charge',
      'update sandbox_charges set idempotency_key = $2 where idempotency_key = $1',
      true,
    ],
    [
      'a charge that the provider does not know',
      'MISSING_THERE',
      'charge',
      'delete from sandbox_charges where idempotency_key = $1',
      false,
    ],
    [
      'a charge of another amount',
      'AMOUNT_DIFFERS',
      'charge',
      'update sandbox_charges set amount_minor = 9999 where idempotency_key = $1',
      false,
    ],
    [
      'a charge in another currency',
      'AMOUNT_DIFFERS',
      'charge',
      "update sandbox_charges set currency = 'USD' where idempotency_key = $1",
      false,
    ],
    [
      'a charge that the provider never captured',
      'STATE_DIFFERS',
      'charge',
      "update sandbox_charges set status = 'DECLINED' where idempotency_key = $1",
      false,
    ],
    [
      'a charge that we take for declined',
      'STATE_DIFFERS',
      'charge',
      "update payments set status = 'DECLINED', provider_reference = null where id = $1",
      false,
    ],
  ])('finds %s', async (_case, kind, subject, plant, isReplaced) => {
    const orderId = await capturedOrder(service, 10_000);
    const id = (await paymentOf(service, orderId))!.id;
    const stranger = newId();
    await sql(plant, isReplaced ? [id, stranger] : [id]);
    const found = brief(await reconcile());
    expect(found).toContainEqual({ kind, subject, id: isReplaced ? stranger : id });
    // A charge under another id is unknown here, and ours is unknown there.
    expect(found).toHaveLength(isReplaced ? 2 : 1);
    await sql('delete from invoices where payment_id = $1', [id]);
    await sql('delete from payments where id = $1', [id]);
    await sql('delete from sandbox_charges where idempotency_key = any($1)', [[id, stranger]]);
    expect(await reconcile()).toEqual([]);
  });

  it.each([
    ['a refund that we do not know', 'MISSING_HERE', 'delete from refunds where id = $1'],
    [
      'a refund that the provider does not know',
      'MISSING_THERE',
      'delete from sandbox_refunds where idempotency_key = $1',
    ],
    [
      'a refund of another amount',
      'AMOUNT_DIFFERS',
      'update sandbox_refunds set amount_minor = 1 where idempotency_key = $1',
    ],
    ['a refund that we take for refused', 'STATE_DIFFERS', "update refunds set status = 'FAILED' where id = $1"],
  ])('finds %s', async (_case, kind, plant) => {
    const { refundId } = await bothKnow();
    await sql(plant, [refundId]);
    expect(brief(await reconcile())).toEqual([{ kind, subject: 'refund', id: refundId }]);
    await sql('delete from refunds where id = $1', [refundId]);
    await sql('delete from sandbox_refunds where idempotency_key = $1', [refundId]);
    expect(await reconcile()).toEqual([]);
  });

  it('finds what is owed, because both know that it was refused and nobody gives it back', async () => {
    const { chargeId, refundId } = await bothKnow();
    await sql("update refunds set status = 'FAILED', provider_reference = null where id = $1", [refundId]);
    await sql('update payments set refunded_minor = 0 where id = $1', [chargeId]);
    await sql('delete from sandbox_refunds where idempotency_key = $1', [refundId]);
    expect(brief(await reconcile())).toEqual([{ kind: 'REFUND_OWED', subject: 'refund', id: refundId }]);
    await sql('update payments set refunded_minor = amount_minor where id = $1', [chargeId]);
    expect(await reconcile()).toEqual([]);
    await sql('delete from refunds where id = $1', [refundId]);
  });

  it('finds a refund made at the provider under the name that its webhook gave it', async () => {
    const { chargeId, refundId } = await bothKnow();
    await sql("update refunds set provider_reference = 'unheard of' where id = $1", [refundId]);
    expect(await reconcile()).toEqual([]);
    await sql('delete from refunds where id = $1', [refundId]);
    await sql('delete from sandbox_refunds where idempotency_key = $1', [refundId]);
    await sql('update payments set refunded_minor = 0 where id = $1', [chargeId]);
  });

  it('leaves out what is older than asked for, and what may still be on its way', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const id = (await paymentOf(service, orderId))!.id;
    await sql('update sandbox_charges set amount_minor = 9999 where idempotency_key = $1', [id]);
    expect(await reconcile({ since: moment(-HOUR), until: moment(-HOUR / 2) })).toEqual([]);
    expect(await reconcile({ since: moment(HOUR / 2), until: moment(HOUR) })).toEqual([]);
    expect(await reconcile()).toHaveLength(1);
  });
});

describe('npm run reconcile', () => {
  /** The program itself, as an operator runs it. */
  async function run(...args: string[]) {
    const program = resolve(import.meta.dirname, '../src/reconcile/main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      env: { POSTGRES_URL: service.databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code: code as number, output, errors };
  }

  it('ends with 0 where the books agree, and with 1 after a line for each difference', async () => {
    await sql('delete from sandbox_refunds');
    await sql('delete from sandbox_charges');
    await sql('delete from refunds');
    await sql('delete from invoices');
    await sql('delete from payments');
    const { refundId } = await bothKnow();
    const agreed = await run('--grace', '0');
    expect(agreed).toMatchObject({ code: 0, output: expect.stringContaining('no difference') });
    await sql('update sandbox_refunds set amount_minor = 1 where idempotency_key = $1', [refundId]);
    const { code, output } = await run('--grace', '0');
    expect(code).toBe(1);
    expect(output).toContain(`refund ${refundId}: amount differs; here SETTLED 2500 EUR`);
    expect(output).toContain('1 difference');
  });

  it('ends with 2 when it could not compare', async () => {
    expect(await run('--days', 'many')).toMatchObject({ code: 2 });
  });
});
