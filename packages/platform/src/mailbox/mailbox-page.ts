import { html, type Html } from './html.ts';
import type { Mail, MailSummary } from './mail.ts';

/** Where the page's own style and script are served: its policy allows nothing inline. */
export const STYLE_PATH = '/mailbox.css';
export const SCRIPT_PATH = '/mailbox.js';

/** What a mail's HTML may do: have its links opened in tabs that are not held by its restrictions. */
export const MAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** Shows new mail as it comes, by asking for the newest only. */
export const MAILBOX_SCRIPT = `
const newest = document.querySelector('[data-id]')?.dataset.id ?? '';
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch('/messages?limit=1').catch(() => undefined);
  const [mail] = answer?.ok ? await answer.json() : [];
  if (answer?.ok && (mail?.id ?? '') !== newest) location.reload();
}, 2000);
`;

export function renderList(mails: readonly MailSummary[]): string {
  const list = html`<ol>
    ${mails.map(renderListItem)}
  </ol>`;
  const empty = html`<p class="empty">No mail yet. What the services send appears here and goes nowhere else.</p>`;
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  return renderPage(
    'Mailbox',
    html`<header>
        <h1>Mailbox</h1>
        <span class="faint push">${count}</span>
      </header>
      <main>${mails.length === 0 ? empty : list}</main>
      <script src="${SCRIPT_PATH}" type="module"></script>`,
  );
}

export function renderMail(mail: Mail): string {
  return renderPage(
    titleOf(mail),
    html`<header>
        <a class="faint" href="/">← Mailbox</a>
        <h1>${titleOf(mail)}</h1>
      </header>
      <main>${renderEnvelope(mail)}${renderHtmlPart(mail)}${renderTextPart(mail)}${renderHeaders(mail)}</main>`,
  );
}

function renderListItem(mail: MailSummary): Html {
  return html`<li>
    <a href="/messages/${encodeURIComponent(mail.id)}" data-id="${mail.id}">
      <strong>${titleOf(mail)}</strong>
      <time class="faint" datetime="${mail.receivedAt}">${formatTime(mail.receivedAt)}</time>
      <span class="faint">to ${mail.recipients.join(', ')}: ${mail.preview}</span>
    </a>
  </li>`;
}

function renderEnvelope({ from, recipients, receivedAt, attachments }: Mail): Html {
  const files = attachments.map(({ name, type, bytes }) => `${name} (${type}, ${bytes} bytes)`).join(', ');
  return html`<article>
    <dl>
      <dt>From</dt>
      <dd>${from}</dd>
      <dt>To</dt>
      <dd>${recipients.join(', ')}</dd>
      <dt>Received</dt>
      <dd>${formatTime(receivedAt)}</dd>
      ${
        files === ''
          ? []
          : html`<dt>Attached</dt>
              <dd>${files}</dd>`
      }
    </dl>
  </article>`;
}

/**
 * In a frame without scripts, forms, origin and network, because a mail is a stranger's markup. Its links open in a new
 * tab.
 */
function renderHtmlPart({ id, html: markup }: Mail): Html | [] {
  if (markup === undefined) return [];
  return html`<article>
    <h2>HTML</h2>
    <iframe sandbox="${MAIL_SANDBOX}" title="The mail as HTML" src="/messages/${encodeURIComponent(id)}/html"></iframe>
  </article>`;
}

function renderTextPart({ text }: Mail): Html | [] {
  if (text === undefined) return [];
  return html`<article>
    <h2>Text</h2>
    <pre>${text}</pre>
  </article>`;
}

function renderHeaders({ id, headers }: Mail): Html {
  return html`<article>
      <details>
        <summary>Headers</summary>
        <pre>${headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
      </details>
    </article>
    <p><a class="faint" href="/messages/${encodeURIComponent(id)}/raw">Save as .eml</a></p>`;
}

function renderPage(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${STYLE_PATH}" />
      </head>
      <body>
        ${body}
      </body>
    </html>`.html;
}

function titleOf({ subject }: MailSummary): string {
  return subject === '' ? 'Without a subject' : subject;
}

function formatTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
