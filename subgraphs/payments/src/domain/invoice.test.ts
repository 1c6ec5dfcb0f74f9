import { expect, it } from 'vitest';
import { invoiceNumber } from './invoice.ts';

it('numbers the invoices of a year', () => {
  expect(invoiceNumber(2026, 42)).toBe('2026-000042');
  expect(invoiceNumber(2026, 1_234_567)).toBe('2026-1234567');
});
