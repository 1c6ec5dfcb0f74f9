import { describe, expect, it } from 'vitest';
import { moneyBalances, piecesBalance, soldPiecesBalance } from './balance.ts';

const charges = (currency: string, capturedMinor: string, returnedMinor: string) => ({
  ...{ currency, capturedMinor, returnedMinor },
});

describe('the balance of money', () => {
  it('is what was charged and did not go back, beside what paid orders cost, beyond what a number holds', () => {
    const paid = [{ currency: 'EUR', totalMinor: '9007199254740993' }];
    expect(moneyBalances(paid, [charges('EUR', '9007199254741003', '10')])).toEqual([
      { currency: 'EUR', expected: '9007199254740993', actual: '9007199254740993', difference: '0', holds: true },
    ]);
    expect(moneyBalances(paid, [charges('EUR', '9007199254741002', '10')])).toMatchObject([
      { difference: '-1', holds: false },
    ]);
  });

  it('is one for each currency that either side knows', () => {
    const paid = [
      { currency: 'EUR', totalMinor: '5' },
      { currency: 'CHF', totalMinor: '7' },
    ];
    expect(moneyBalances(paid, [charges('EUR', '5', '0'), charges('USD', '3', '1')])).toMatchObject([
      { currency: 'CHF', expected: '7', actual: '0', difference: '-7', holds: false },
      { currency: 'EUR', expected: '5', actual: '5', difference: '0', holds: true },
      { currency: 'USD', expected: '0', actual: '2', difference: '2', holds: false },
    ]);
    expect(moneyBalances([], [])).toEqual([]);
  });
});

describe('the balances of pieces', () => {
  it('count those of each place, and those that customers paid for', () => {
    const stock = { available: '4', reserved: '2', sold: '3', delivered: '9' };
    expect(piecesBalance(stock)).toEqual({ currency: null, expected: '9', actual: '9', difference: '0', holds: true });
    expect(piecesBalance({ ...stock, reserved: '3' })).toMatchObject({ difference: '1', holds: false });
    expect(soldPiecesBalance([{ pieces: '1' }, { pieces: '2' }], stock)).toMatchObject({ expected: '3', holds: true });
    expect(soldPiecesBalance([], stock)).toMatchObject({ expected: '0', difference: '3', holds: false });
  });
});
