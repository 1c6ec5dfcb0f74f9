import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRoutes } from './route-table.ts';

const SOURCES = resolve(import.meta.dirname, 'src');
const page = `lazy: () => import('./lamp-page.tsx')`;

describe('the table of the routes', () => {
  it('has every page of the shop, and none that routes.tsx does not lead to', () => {
    const routes = readRoutes(readFileSync(resolve(SOURCES, 'routes.tsx'), 'utf8'));
    const named = new Set(routes.map((route) => basename(route.page)));
    // The page of errors has no address of its own.
    const pages = readdirSync(SOURCES, { encoding: 'utf8', recursive: true }).filter(
      (file) => file.endsWith('-page.tsx') && basename(file) !== 'error-page.tsx',
    );
    expect(named).toEqual(new Set(pages.map((file) => basename(file))));
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/', '/c/:category', '/p/:slug', '/account/addresses']),
    );
  });

  it('joins a path with those around it, and leaves out the page for what has none', () => {
    const routes = readRoutes(`export const routes: RouteObject[] = [
      { element: <Shell />, children: [
        { index: true, ${page} },
        { path: 'lamps', children: [{ index: true, ${page} }, { path: ':slug', loader: load, ${page} }] },
        { path: '*', element: <NotFound /> },
      ] },
    ];`);
    expect(routes.map(({ path }) => path)).toEqual(['/', '/lamps', '/lamps/:slug']);
  });

  it.each([
    [`[...others]`, 'A route below / is not an object'],
    [`[{ path: LAMPS, ${page} }]`, 'A path below / is not a text'],
    [`[{ ...lamp }]`, 'A route is spread'],
    [`[{ path: 'lamps', children: others }]`, 'The routes below /lamps are not a list'],
    [`[{ path: 'lamps?', ${page} }]`, 'cannot match /lamps?'],
    [`[{ path: 'lamps/*', ${page} }]`, 'cannot match /lamps/*'],
    [`[{ path: 'lamps', element: <Lamps /> }]`, '/lamps of routes.tsx has no "lazy'],
  ])('is not made of %s, and says why', (routes, reason) => {
    expect(() => readRoutes(`export const routes = ${routes};`)).toThrow(reason);
  });

  it('is not made of a file without routes', () => {
    expect(() => readRoutes('export const pages = [];')).toThrow('exports no routes');
  });
});
