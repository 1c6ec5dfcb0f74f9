import type { Plugin, Rolldown } from 'vite';
import { de } from './src/words/de.ts';
import { en } from './src/words/en.ts';

/** Which page's code an address needs first, by its path or the first part of it; routes.tsx is what counts once the app runs. */
const CHUNKS = {
  '': 'home-page',
  c: 'catalog-page',
  search: 'catalog-page',
  p: 'product-page',
  cart: 'cart-page',
  checkout: 'checkout-page',
  orders: 'order-page',
  account: 'account-page',
  'account/addresses': 'addresses-page',
  'account/security': 'security-page',
  'account/notifications': 'preferences-page',
  notifications: 'notifications-page',
  'sign-in': 'sign-in-page',
  register: 'register-page',
  'forgot-password': 'forgot-password-page',
  'reset-password': 'reset-password-page',
  'verify-email': 'verify-email-page',
  'change-email': 'change-email-page',
  farewell: 'farewell-page',
  status: 'status-page',
} as const;

/**
 * The page as it stands before any script ran: its styles inside, the words of the home page in both languages, and a script of a few
 * lines that asks for the app's code.
 */
export function shellPages(): Plugin {
  return {
    name: 'shell-pages',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => paintFirst(inlineStyles(withWords(html), bundle), bundle),
    },
  };
}

function withWords(html: string): string {
  return html.replace(
    /%(en|de)\.(headline|introduction)%/g,
    (_match, locale: string, key: 'headline' | 'introduction') => (locale === 'de' ? de : en).home[key],
  );
}

/** The styles of the shop are small; inside the page they cost no round trip before the first paint. */
function inlineStyles(html: string, bundle: Rolldown.OutputBundle): string {
  return html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, file: string) => {
    const asset = bundle[file];
    return asset?.type === 'asset' ? `<style>${String(asset.source)}</style>` : link;
  });
}

/**
 * What a slow phone can do in one piece it does in many: Intl reads its data before the first paint, and files are evaluated one by one,
 * so that a tap is answered in between. A window that is covered is not painted and not hidden, hence the timer.
 */
const BEGIN = `
const path=location.pathname.slice(1),page=pages[path]??pages[path.split('/')[0]],files=[...libraries,...page?[page]:[],entry];
let begun=false;
const begin=async()=>{
if(begun)return;
begun=true;
for(const href of files)document.head.append(Object.assign(document.createElement('link'),{rel:'modulepreload',href}));
for(const file of files)await import(file)};
new Intl.NumberFormat;
if(document.hidden)begin();
new PerformanceObserver(begin).observe({type:'paint',buffered:true});
setTimeout(begin,1000)`;

/**
 * The page is painted before the app's code is asked for: the picture and the words of the shell do not share a slow line with it. Then
 * all of it is asked for at once, with that of the page at this address. A tab that nobody sees is never painted, and begins at once.
 */
function paintFirst(html: string, bundle: Rolldown.OutputBundle): string {
  const [tag, entry] = /<script type="module"[^>]*src="(\/assets\/[^"]+)"[^>]*><\/script>/.exec(html) ?? [];
  if (tag === undefined || entry === undefined) return html;
  const needed = [...html.matchAll(/<link rel="modulepreload"[^>]*href="([^"]+)"[^>]*>/g)].map(([, file]) => file);
  const files = { libraries: needed, pages: pageFiles(bundle), entry };
  return html
    .replaceAll(/ *<link rel="modulepreload"[^>]*>\n/g, '')
    .replace(tag, '')
    .replace('</body>', `<script>{const{libraries,pages,entry}=${JSON.stringify(files)};${BEGIN}}</script></body>`);
}

/** The file of each address's page. */
function pageFiles(bundle: Rolldown.OutputBundle): Readonly<Record<string, string>> {
  const files = new Map<string, string>();
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk' && output.isDynamicEntry) files.set(output.name, `/${output.fileName}`);
  }
  return Object.fromEntries(Object.entries(CHUNKS).map(([path, name]) => [path, fileOf(files, name)]));
}

function fileOf(files: ReadonlyMap<string, string>, name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`shell-pages.ts names ${name}, which the build does not have.`);
  return file;
}
