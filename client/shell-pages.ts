import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { readRoutes, type PageRoute } from './route-table.ts';
import { de } from './src/words/de.ts';
import { en } from './src/words/en.ts';

const SOURCES = resolve(import.meta.dirname, 'src');

/**
 * The page as it stands before any script ran: its styles inside, the words of the home page in both languages, and a
 * script of a few lines that asks for the app's code. Beside it routes.json, from which a server knows which addresses
 * have a page.
 */
export function shellPages(): Plugin {
  const routes = readRoutes(readFileSync(resolve(SOURCES, 'routes.tsx'), 'utf8'));
  return {
    name: 'shell-pages',
    enforce: 'post',
    generateBundle() {
      const source = JSON.stringify(routes.map(({ path }) => path));
      this.emitFile({ type: 'asset', fileName: 'routes.json', source });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => paintFirst(inlineStyles(withWords(html), bundle), bundle, routes),
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
 * What a slow phone can do in one piece it does in many: Intl reads its data before the first paint, and files are
 * evaluated one by one, so that a tap is answered in between. A window that is covered is not painted and not hidden,
 * hence the timer.
 */
const BEGIN = `
const path=location.pathname.slice(1),page=[path,path.split('/')[0]].filter(name=>Object.hasOwn(pages,name)).map(name=>pages[name])[0],files=[...libraries,...page?[page]:[],entry];
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
 * The page is painted before the app's code is asked for: the picture and the words of the shell do not share a slow
 * line with it. Then all of it is asked for at once, with that of the page at this address. A tab that nobody sees is
 * never painted, and begins at once.
 */
function paintFirst(html: string, bundle: Rolldown.OutputBundle, routes: readonly PageRoute[]): string {
  const [tag, entry] = /<script type="module"[^>]*src="(\/assets\/[^"]+)"[^>]*><\/script>/.exec(html) ?? [];
  if (tag === undefined || entry === undefined) return html;
  const needed = [...html.matchAll(/<link rel="modulepreload"[^>]*href="([^"]+)"[^>]*>/g)].map(([, file]) => file);
  const files = { libraries: needed, pages: pageFiles(bundle, routes), entry };
  return html
    .replaceAll(/ *<link rel="modulepreload"[^>]*>\n/g, '')
    .replace(tag, '')
    .replace('</body>', `<script>{const{libraries,pages,entry}=${JSON.stringify(files)};${BEGIN}}</script></body>`);
}

/**
 * The file of each address's page, by the address up to its first part that differs; routes.tsx is what counts once the
 * app runs.
 */
function pageFiles(bundle: Rolldown.OutputBundle, routes: readonly PageRoute[]): Readonly<Record<string, string>> {
  const files = new Map<string | null, string>();
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk') files.set(output.facadeModuleId, `/${output.fileName}`);
  }
  const fileOf = (page: string) => {
    const file = files.get(resolve(SOURCES, page));
    if (file === undefined) throw new Error(`routes.tsx names ${page}, which has no file of its own in the build.`);
    return file;
  };
  return Object.fromEntries(routes.map(({ path, page }) => [path.slice(1).split('/:')[0] ?? '', fileOf(page)]));
}
