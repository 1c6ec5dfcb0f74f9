import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../language.ts';
import { EXAMPLE_OCCASIONS, orderOf, type Occasion } from '../occasion.ts';
import { FORMATS } from './formats.ts';
import { wordingOf } from './wording.ts';

const order = { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' };
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

const EVERY = EXAMPLE_OCCASIONS.flatMap((occasion) => LANGUAGES.map((language) => ({ occasion, language })));
const text = (occasion: Occasion, language: Language = 'en') => wordingOf(occasion, language).paragraphs.join(' ');

describe('what a customer is told', () => {
  it.each(EVERY)('fits a line and a few sentences for $occasion.kind in $language', ({ occasion, language }) => {
    const { title, paragraphs } = wordingOf(occasion, language);
    expect(title).toMatch(/^.{10,78}$/);
    expect(paragraphs.length).toBeGreaterThan(0);
  });

  it.each(EVERY.filter(({ occasion }) => orderOf(occasion) !== null))(
    'names the order in $occasion.kind in $language',
    ({ occasion, language }) => {
      expect(wordingOf(occasion, language).title).toContain('G-7K3M-92QX');
      const label = language === 'en' ? 'Order' : 'Bestellung';
      expect(wordingOf(occasion, language).facts).toContainEqual([label, 'G-7K3M-92QX']);
    },
  );

  it.each(EXAMPLE_OCCASIONS)('is said in other words in German for $kind', (occasion) => {
    const [english, german] = LANGUAGES.map((language) => wordingOf(occasion, language));
    expect(english?.title).not.toBe(german?.title);
    expect(english?.facts.length).toBe(german?.facts.length);
    for (const paragraph of english?.paragraphs ?? []) expect(german?.paragraphs).not.toContain(paragraph);
  });

  it('says why in German too', () => {
    expect(text({ kind: 'ORDER_REJECTED', order, reason: 'OUT_OF_STOCK' }, 'de')).toContain('ausverkauft');
    expect(text({ kind: 'PAYMENT_FAILED', order, reason: 'INSUFFICIENT_FUNDS' }, 'de')).toContain('nicht gedeckt');
    expect(text({ kind: 'ORDER_CANCELLED', order, reason: 'CANCELLED_BY_CUSTOMER' }, 'de')).toContain(
      'wie Sie es wollten',
    );
  });

  it('says why, for the reasons that a customer can do something about', () => {
    expect(text({ kind: 'ORDER_REJECTED', order, reason: 'OUT_OF_STOCK' })).toContain('sold out');
    expect(text({ kind: 'ORDER_REJECTED', order, reason: 'SOMETHING_NEW' })).not.toContain('sold out');
    expect(text({ kind: 'PAYMENT_FAILED', order, reason: 'INSUFFICIENT_FUNDS' })).toContain('did not hold enough');
    expect(text({ kind: 'PAYMENT_FAILED', order, reason: 'PAYMENT_DECLINED' })).toContain('declined');
    expect(text({ kind: 'ORDER_CANCELLED', order, reason: 'CANCELLED_BY_CUSTOMER' })).toContain('as you asked');
    expect(text({ kind: 'ORDER_CANCELLED', order, reason: 'TIMED_OUT' })).toContain('we are sorry');
  });

  it('mentions a tracking number and an earlier refund only when there is one', () => {
    const shipped = { kind: 'ORDER_SHIPPED', order, trackingNumber: null } as const;
    expect(wordingOf(shipped, 'en').facts).toEqual([['Order', 'G-7K3M-92QX']]);
    expect(wordingOf({ ...shipped, trackingNumber: 'JD0002' }, 'en').facts).toContainEqual([
      'Tracking number',
      'JD0002',
    ]);
    const refunded = { kind: 'REFUNDED', order, amount: eur(500), refundedInAll: eur(500) } as const;
    expect(wordingOf(refunded, 'en').facts).toHaveLength(2);
    const again = { ...refunded, refundedInAll: eur(1_500) };
    expect(wordingOf(again, 'en').facts).toContainEqual(['Refunded in all', '€15.00']);
  });
});

describe('money', () => {
  it.each([
    [124_900, 'EUR', '€1,249.00'],
    [5, 'USD', '$0.05'],
    [1_249, 'JPY', '¥1,249'],
    [1_249_500, 'KWD', 'KWD\u00a01,249.500'],
  ])('%i of %s is %s', (amountMinor, currency, shown) => {
    expect(FORMATS.en.money({ amountMinor, currency })).toBe(shown);
  });

  it('is written the German way in German', () => {
    expect(FORMATS.de.money(eur(124_900))).toBe('1.249,00\u00a0€');
  });
});
