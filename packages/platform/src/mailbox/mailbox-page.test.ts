import { describe, expect, it } from 'vitest';
import { html } from './html.ts';
import type { Mail } from './mail.ts';
import { renderList, renderMail } from './mailbox-page.ts';

const HOSTILE = `"><script>alert('x')</script>`;

const mail: Mail = {
  id: `1${HOSTILE}`,
  from: HOSTILE,
  recipients: [HOSTILE],
  subject: HOSTILE,
  receivedAt: '2026-01-01T10:20:30.000Z',
  preview: HOSTILE,
  text: HOSTILE,
  html: HOSTILE,
  headers: [{ name: 'X', value: HOSTILE }],
  attachments: [{ name: HOSTILE, type: 'text/plain', bytes: 3 }],
};

describe('html', () => {
  it('escapes text, in elements and in attributes', () => {
    expect(html`<p title="${'"a" & \'b\''}">${'<b>'}</p>`.html).toBe(
      '<p title="&quot;a&quot; &amp; &#39;b&#39;">&lt;b&gt;</p>',
    );
  });

  it('leaves markup, and lists of it, as they are', () => {
    const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
    expect(
      html`<ul>
        ${items}
      </ul>`.html.replace(/\s/g, ''),
    ).toBe('<ul><li>a</li><li>&lt;</li></ul>');
  });
});

describe('the page', () => {
  it.each([
    ['the list', renderList([mail])],
    ['a mail', renderMail(mail)],
  ])('shows %s without letting anything of a mail become markup', (_title, page) => {
    expect(page).not.toContain("<script>alert('x')");
    expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)');
  });

  it('shows the HTML of a mail in a frame that may do nothing but open links', () => {
    expect(renderMail({ ...mail, id: 'one' })).toMatch(
      /<iframe\s+sandbox=\"allow-popups allow-popups-to-escape-sandbox\"[^>]*src="\/messages\/one\/html"/,
    );
  });

  it('says that there is no mail', () => {
    expect(renderList([])).toContain('No mail yet');
  });
});
