import { parseSync, type ESTree } from 'vite';

/** An address that has a page, as routes.tsx has it. */
export interface PageRoute {
  /** From the root on, with `:name` for a part that differs: `/c/:category`. */
  readonly path: string;
  /** The module of its page, as routes.tsx imports it. */
  readonly page: string;
}

/**
 * What the router of the browser and the one of the storefront's server read alike: plain words, and `:name` for one
 * part.
 */
const ALIKE = /^(\/|(\/(:\w+|[\w.-]+))+)$/;

/**
 * The addresses of the shop, read from the text of routes.tsx: it is made for a browser, and importing it would start
 * the app. What is not plain enough to be read fails the build, so that no page is left out without a word.
 */
export function readRoutes(source: string): readonly PageRoute[] {
  for (const statement of parseSync('routes.tsx', source).program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    if (declaration?.type !== 'VariableDeclaration') continue;
    const routes = declaration.declarations.find(({ id }) => id.type === 'Identifier' && id.name === 'routes');
    if (routes !== undefined) return routesOf(routes.init, '');
  }
  throw new Error('routes.tsx exports no routes.');
}

function routesOf(list: ESTree.Expression | null, parent: string): readonly PageRoute[] {
  if (list?.type !== 'ArrayExpression')
    throw new Error(`The routes below ${parent || '/'} are not a list in routes.tsx.`);
  return list.elements.flatMap((element) => routeOf(element, parent));
}

function routeOf(route: ESTree.ArrayExpressionElement, parent: string): readonly PageRoute[] {
  if (route?.type !== 'ObjectExpression')
    throw new Error(`A route below ${parent || '/'} is not an object in routes.tsx.`);
  const own = propertyOf(route, 'path');
  if (own !== undefined && !isText(own)) throw new Error(`A path below ${parent || '/'} is not a text in routes.tsx.`);
  // The page for every address that has none.
  if (own?.value === '*') return [];
  const path = own === undefined ? parent : `${parent}/${own.value}`;
  const children = propertyOf(route, 'children');
  if (children !== undefined) return routesOf(children, path);
  const address = path === '' ? '/' : path;
  if (!ALIKE.test(address)) throw new Error(`The server of the shop cannot match ${address} of routes.tsx.`);
  const lazy = propertyOf(route, 'lazy');
  if (lazy?.type !== 'ArrowFunctionExpression' || lazy.body.type !== 'ImportExpression' || !isText(lazy.body.source)) {
    throw new Error(`${address} of routes.tsx has no "lazy: () => import('…')".`);
  }
  return [{ path: address, page: lazy.body.source.value }];
}

function propertyOf(route: ESTree.ObjectExpression, name: string): ESTree.Expression | undefined {
  for (const property of route.properties) {
    if (property.type !== 'Property') throw new Error('A route is spread into another in routes.tsx.');
    if (property.key.type === 'Identifier' && property.key.name === name) return property.value;
  }
  return undefined;
}

function isText(expression: ESTree.Expression): expression is ESTree.StringLiteral {
  return expression.type === 'Literal' && typeof expression.value === 'string';
}
