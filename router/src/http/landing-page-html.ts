import { exampleOperations } from './example-operations.ts';

const SANDBOX_ORIGIN = 'https://embeddable-sandbox.cdn.apollographql.com';
const SANDBOX_SCRIPT = `${SANDBOX_ORIGIN}/_latest/embeddable-sandbox.umd.production.min.js`;

/**
 * Scripts come from here and from Sandbox's own host, never from the text of the page. Styles may be inline because
 * both editors set them from script.
 */
export const landingPagePolicy = [
  "default-src 'none'",
  `script-src 'self' ${SANDBOX_ORIGIN}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'frame-src https://sandbox.embed.apollographql.com',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page with Apollo Sandbox, or with GraphiQL from the start. */
export function landingPageHtml(editor: 'sandbox' | 'graphiql'): string {
  const data = { examples: exampleOperations, ...(editor === 'sandbox' ? { sandboxScript: SANDBOX_SCRIPT } : {}) };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Galleria · graph</title>
<link rel="icon" href="data:,">
<style>
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 15px/1.5 system-ui, sans-serif; }
#notice { margin: 0; padding: 6px 16px; background: #fff4d6; color: #4d3800; }
#editor { flex: 1; min-height: 0; }
#editor iframe { width: 100%; height: 100%; border: 0; }
.waiting { padding: 20vh 16px; text-align: center; color: #667; }
.galleria-logo { font-weight: 600; letter-spacing: 0.02em; }
</style>
</head>
<body>
<p id="notice" hidden></p>
<div id="editor"><p class="waiting">Opening the graph …</p></div>
<noscript>This page needs JavaScript. The graph itself answers POST requests at /graphql.</noscript>
<script type="application/json" id="page-data">${scriptSafe(data)}</script>
<script type="module" src="/assets/landing-page.js"></script>
</body>
</html>
`;
}

/** Shown in a checkout in which the browser's part was not built. */
export const pageNotBuiltHtml = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Galleria · graph</title></head>
<body>
<p>The graph answers POST requests at <code>/graphql</code>.</p>
<p>This page is an editor once <code>npm run build</code> has run.</p>
</body>
</html>
`;

/** JSON in which nothing can end the script element around it. */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
