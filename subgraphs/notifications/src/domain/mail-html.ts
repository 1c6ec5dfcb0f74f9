import type { Action, LetterContent } from './letter-content.ts';

const SERIF = "font-family:Georgia,'Times New Roman',serif";
const SANS = "font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";
const INK = '#22201d';
const MUTED = '#7a736a';
const LINE = '#e6e0d6';
const PAPER = '#f5f1ea';

/** The mail as HTML: tables and inline styles only, because that is all that every mail program understands. */
export function mailHtml(content: LetterContent): string {
  const { title, greeting, paragraphs, facts, action } = content;
  return `<!doctype html>
<html lang="${content.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:0;background:${PAPER}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${PAPER}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:#ffffff;border:1px solid ${LINE};border-radius:4px">
<tr><td style="padding:28px 40px;border-bottom:1px solid ${LINE};${SERIF};font-size:20px;letter-spacing:4px;color:${INK}">GALLERIA</td></tr>
<tr><td style="padding:36px 40px 12px">
<h1 style="margin:0 0 24px;${SERIF};font-size:26px;line-height:34px;font-weight:normal;color:${INK}">${escapeHtml(title)}</h1>
${[greeting, ...paragraphs].map(paragraph).join('\n')}
${factTable(facts)}
</td></tr>
<tr><td style="padding:12px 40px 40px">${button(action)}${action.isPurpose ? writtenOut(action, content.orOpen) : ''}</td></tr>
<tr><td style="padding:20px 40px;border-top:1px solid ${LINE};${SANS};font-size:13px;line-height:20px;color:${MUTED}">${escapeHtml(content.footer)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** Safe between tags and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px;${SANS};font-size:16px;line-height:25px;color:${INK}">${escapeHtml(text)}</p>`;
}

function factTable(facts: LetterContent['facts']): string {
  if (facts.length === 0) return '';
  const cell = `padding:10px 0;border-bottom:1px solid ${LINE};${SANS};font-size:15px;line-height:22px`;
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="${cell};color:${MUTED}">${escapeHtml(label)}</td><td align="right" style="${cell};color:${INK}">${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 16px;border-top:1px solid ${LINE}">
${rows.join('\n')}
</table>`;
}

function button({ url, label }: Action): string {
  return `<a href="${escapeHtml(url)}" style="display:inline-block;padding:13px 26px;background:${INK};border-radius:3px;${SANS};font-size:15px;line-height:20px;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a>`;
}

function writtenOut({ url }: Action, orOpen: string): string {
  return `
<p style="margin:20px 0 0;${SANS};font-size:13px;line-height:20px;color:${MUTED};word-break:break-all">${escapeHtml(orOpen)}<br>${escapeHtml(url)}</p>`;
}
