import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { renderLetter } from './mail.ts';
import { escapeHtml } from './mail-html.ts';
import { EXAMPLE_OCCASIONS, oneTimeLinkOf, type Occasion } from './occasion.ts';

const SHOP = 'https://galleria.example/shop';
const TOKEN = 'a+token/with="signs"&<b>';
const NASTY = `<b>Ada</b> & "Söhne" 'x'`;
const order = { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' };
const shipped = { kind: 'ORDER_SHIPPED', order, trackingNumber: '<script>alert("x")</script>' } as const;

const write = (occasion: Occasion, language: 'en' | 'de' = 'en', name = NASTY) =>
  renderLetter({ occasion, recipient: { name, language }, shopUrl: SHOP, token: TOKEN });

/** With markup in the place of every text that comes from outside. */
function withMarkup<Value>(value: Value): Value {
  if (typeof value === 'string') return (/^\d{4}-/.test(value) ? value : `${value}${NASTY}`) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) =>
    key === 'kind' || key === 'currency' ? [key, inner] : [key, withMarkup<unknown>(inner)],
  );
  return Object.fromEntries(entries) as Value;
}

const EVERY = EXAMPLE_OCCASIONS.flatMap((occasion) => LANGUAGES.map((language) => ({ occasion, language })));

describe.each(EVERY)('the template of $occasion.kind in $language', ({ occasion, language }) => {
  const letter = write(withMarkup(occasion), language);

  it('has a subject, every word and every value', () => {
    expect(letter.subject.length).toBeGreaterThan(10);
    for (const part of Object.values(letter)) expect(part).not.toMatch(/undefined|null|NaN|\[object|Invalid|\$\{/);
    expect(letter.html).toContain(`<html lang="${language}">`);
  });

  it('lets nothing that came from outside become markup', () => {
    const markup = letter.html.replace(
      /<\/?(html|head|meta|title|body|table|tr|td|h1|p|a|br)\b[^<>]*>|<!doctype html>/g,
      '',
    );
    expect(markup).not.toMatch(/[<>"']|&(?!#\d+;)/);
    expect(letter.html).toContain(escapeHtml(NASTY));
    expect(letter.text).toContain(NASTY);
  });

  it('has tags that match, and styles in place', () => {
    const open = letter.html.match(/<(table|tr|td|p|a|h1)\b/g) ?? [];
    const closed = letter.html.match(/<\/(table|tr|td|p|a|h1)>/g) ?? [];
    expect(open.length).toBe(closed.length);
    expect(letter.html).not.toContain('<style');
  });

  it('says the same as text and as HTML', () => {
    const [, ...paragraphs] = letter.text.split('\n\n').slice(0, -2);
    for (const paragraph of paragraphs.filter((text) => !/^[^\n]+: {2}/m.test(text))) {
      expect(letter.html).toContain(escapeHtml(paragraph));
    }
  });
});

describe('a letter', () => {
  it('has the title as its subject, greets by name and shows the facts as a table', () => {
    const letter = write(shipped);
    expect(letter.subject).toBe('Order G-7K3M-92QX is on its way');
    expect(letter.text.startsWith(`Hello ${NASTY},\n\n`)).toBe(true);
    expect(letter.text).toMatch(/Order: +G-7K3M-92QX\nTracking number: {2}<script>/);
  });

  it('speaks German to who wants it', () => {
    const letter = write({ kind: 'REFUNDED', order, amount: eur(124_900), refundedInAll: eur(124_900) }, 'de', 'Änne');
    expect(letter.subject).toBe('1.249,00\u00a0€ für Bestellung G-7K3M-92QX sind auf dem Rückweg');
    expect(letter.text).toContain('Guten Tag Änne,');
    expect(letter.html).toContain('Zur Bestellung');
  });

  it('leads to the shop, the order, or where the one-time link is opened', () => {
    const token = encodeURIComponent(TOKEN);
    const expiresAt = '2026-02-01T12:00:00.000Z';
    expect(write({ kind: 'WELCOME' }).text).toContain(`\n${SHOP}\n`);
    expect(write(shipped).text).toContain(`\n${SHOP}/orders/${order.id}\n`);
    expect(write({ kind: 'EMAIL_VERIFICATION', expiresAt }).text).toContain(`\n${SHOP}/verify-email?token=${token}\n`);
    const change = write({ kind: 'NEW_EMAIL_VERIFICATION', expiresAt });
    expect(change.text).toContain(`\n${SHOP}/change-email?token=${token}\n`);
    const reset = write({ kind: 'PASSWORD_RESET', expiresAt });
    expect(reset.text).toContain(`\n${SHOP}/reset-password?token=${token}\n`);
    expect(reset.html).toContain(`href="${escapeHtml(`${SHOP}/reset-password?token=${token}`)}"`);
    expect(reset.text).toContain('until 1 February 2026 at 12:00 UTC');
  });

  it('writes the token of no link that it does not have', () => {
    for (const occasion of EXAMPLE_OCCASIONS.filter(({ kind }) => oneTimeLinkOf(kind) === undefined)) {
      expect(write(occasion).text).not.toContain('token=');
    }
  });
});

function eur(amountMinor: number) {
  return { amountMinor, currency: 'EUR' };
}

describe('escaping', () => {
  it('covers what ends a tag, an entity or an attribute', () => {
    expect(escapeHtml(`<a href="x" id='y'>&</a>`)).toBe('&#60;a href=&#34;x&#34; id=&#39;y&#39;&#62;&#38;&#60;/a&#62;');
  });
});
