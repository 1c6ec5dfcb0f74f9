import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';
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
  farewell: 'farewell-page',
  status: 'status-page',
} as const;

/**
 * The page as it stands before any script ran: its styles inside, the words of the home page in both languages, and a script of a few
 * lines that asks for the code of the page at this address beside the app's own, instead of a round trip later.
 */
export function shellPages(): Plugin {
  return {
    name: 'shell-pages',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => ({ html: inlineStyles(withWords(html), bundle), tags: preloads(bundle) }),
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

function preloads(bundle: Rolldown.OutputBundle): HtmlTagDescriptor[] {
  const files = new Map<string, string>();
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk' && output.isDynamicEntry) files.set(output.name, `/${output.fileName}`);
  }
  if (files.size === 0) return [];
  const byPath = Object.fromEntries(Object.entries(CHUNKS).map(([path, name]) => [path, fileOf(files, name)]));
  const script = `{const files=${JSON.stringify(byPath)},path=location.pathname.slice(1),file=files[path]??files[path.split('/')[0]];
if(file)document.head.append(Object.assign(document.createElement('link'),{rel:'modulepreload',href:file}))}`;
  return [{ tag: 'script', children: script, injectTo: 'head' }];
}

function fileOf(files: ReadonlyMap<string, string>, name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`shell-pages.ts names ${name}, which the build does not have.`);
  return file;
}
