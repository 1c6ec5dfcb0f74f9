import { LANGUAGES, type Language } from '../domain/language.ts';
import { renderLetter, type Letter } from '../domain/mail.ts';
import { escapeHtml } from '../domain/mail-html.ts';
import { EXAMPLE_OCCASIONS } from '../domain/occasion.ts';

/** Every mail as it would look, with made-up facts. */
export interface TemplatePreview {
  /** An HTML page with all of them. */
  list(): string;
  /** One of them by its name, `ORDER_SHIPPED.de.html` or `.txt`; null when there is none. */
  page(name: string): { readonly form: 'html' | 'txt'; readonly content: string } | null;
}

interface Template {
  readonly name: string;
  readonly letter: Letter;
}

export function createTemplatePreview({ shopUrl }: { readonly shopUrl: string }): TemplatePreview {
  const kinds = EXAMPLE_OCCASIONS.map((occasion) => ({
    kind: occasion.kind,
    templates: LANGUAGES.map((language) => ({
      name: `${occasion.kind}.${language}`,
      letter: renderLetter({ occasion, recipient: nobody(language), shopUrl, token: 'an-example-of-a-token' }),
    })),
  }));
  const letters = new Map(kinds.flatMap(({ templates }) => templates).map(({ name, letter }) => [name, letter]));
  return {
    list: () => listPage(kinds),
    page: (name) => {
      const [, template = '', form] = /^(.+)\.(html|txt)$/.exec(name) ?? [];
      const letter = letters.get(template);
      if (letter === undefined) return null;
      return form === 'html' ? { form, content: letter.html } : { form: 'txt', content: letter.text };
    },
  };
}

/** With what has to be escaped in every mail. */
function nobody(language: Language) {
  return { name: language === 'de' ? 'Änne <Groß> & Co' : 'Ada <Lovelace> & Co', language };
}

function listPage(kinds: readonly { readonly kind: string; readonly templates: readonly Template[] }[]): string {
  const sections = kinds.map(
    ({ kind, templates }) =>
      `<section><h2>${escapeHtml(kind)}</h2><div>${templates.map(frame).join('')}</div></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Mail templates</title>
<style>
body{margin:2rem;font:16px/1.5 system-ui,sans-serif;color:#22201d}
section>div{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.5rem}
figure{margin:0}
figcaption{padding:.5rem 0}
iframe{width:100%;height:36rem;border:1px solid #e6e0d6}
</style>
</head>
<body>
<h1>Mail templates</h1>
<p>Every mail that Galleria writes, with made-up facts.</p>
${sections.join('\n')}
</body>
</html>
`;
}

function frame({ name, letter }: Template): string {
  const path = `/templates/${encodeURIComponent(name)}`;
  const subject = escapeHtml(letter.subject);
  return `<figure>
<figcaption><strong>${subject}</strong><br><a href="${path}.html">${escapeHtml(name)}.html</a> · <a href="${path}.txt">${escapeHtml(name)}.txt</a></figcaption>
<iframe src="${path}.html" title="${subject}" loading="lazy"></iframe>
</figure>`;
}
