import { describe, expect, it } from 'vitest';
import { renderLetter } from './mail.ts';
import { escapeHtml } from './mail-html.ts';

const SHOP = 'https://galleria.example/?a=1&b="2"';
const occasion = {
  kind: 'ORDER_SHIPPED',
  order: { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' },
  trackingNumber: '<script>alert("x")</script>',
} as const;

describe('a letter', () => {
  const letter = renderLetter(occasion, { name: '<b>Ada</b>' }, SHOP);

  it('has the title as its subject, and greets by name', () => {
    expect(letter.subject).toBe('Order G-7K3M-92QX is on its way');
    expect(letter.text.startsWith('Hello <b>Ada</b>,\n\n')).toBe(true);
  });

  it('says the same as text and as HTML', () => {
    expect(letter.text).toContain('Your parcel has left our house');
    expect(letter.html).toContain('Your parcel has left our house');
    expect(letter.text).toMatch(/Order: +G-7K3M-92QX\nTracking number: {2}<script>/);
  });

  it('lets nothing that came from outside become markup', () => {
    expect(letter.html).not.toContain('<script');
    expect(letter.html).not.toContain('<b>');
    expect(letter.html).toContain('href="https://galleria.example/?a=1&#38;b=&#34;2&#34;"');
  });

  it('has tags that match, and styles in place', () => {
    const open = letter.html.match(/<(table|tr|td|p|a|h1)\b/g) ?? [];
    const closed = letter.html.match(/<\/(table|tr|td|p|a|h1)>/g) ?? [];
    expect(open.length).toBe(closed.length);
    expect(letter.html).not.toContain('<style');
    expect(letter.html).not.toContain('undefined');
  });

  it('leaves the table out when there are no facts', () => {
    const welcome = renderLetter({ kind: 'WELCOME' }, { name: 'Ada' }, SHOP);
    expect(welcome.text.split('\n\n')).toHaveLength(4);
    expect(welcome.html.match(/<table/g)).toHaveLength(2);
  });
});

describe('escaping', () => {
  it('covers what ends a tag, an entity or an attribute', () => {
    expect(escapeHtml(`<a href="x" id='y'>&</a>`)).toBe('&#60;a href=&#34;x&#34; id=&#39;y&#39;&#62;&#38;&#60;/a&#62;');
  });
});
