import { SDL, startFixtureGraph, type FixtureGraph, type FixtureOptions } from './fixture-graph.ts';

const IMPORT = 'import: ["@key"]';
const IMPORT_ALL = 'import: ["@key", "@authenticated", "@requiresScopes", "@policy"]';

/** What anybody may see of a product may be kept for a while. */
const KEPT = 'type Product @cacheControl(maxAge: 60) @key';
const CACHE_CONTROL = 'directive @cacheControl(maxAge: Int) on OBJECT\n';

/** The fixture's schemas, of which some is not for everybody. */
const PROTECTED = {
  products: SDL.products
    .replace(IMPORT, IMPORT_ALL)
    .replace('caller: CallerFacts', 'caller: CallerFacts @authenticated')
    .replace(
      'name: String }',
      'name: String @requiresScopes(scopes: [["role:ADMINISTRATOR"], ["catalogue", "names"]]) }',
    )
    .replace('): Product }', '): Product @policy(policies: [["rename"]]) }')
    .replace('type Product @key', KEPT)
    .concat(CACHE_CONTROL),
  stock: SDL.stock
    .replace(IMPORT, IMPORT_ALL)
    .replace('mine: Product', 'mine: Product @authenticated')
    .replace('available: Int', 'available: Int @policy(policies: [["count", "stock"], ["everything"]])')
    .replace('type Product @key', KEPT)
    .concat(CACHE_CONTROL),
};

export function startProtectedGraph(options: Omit<FixtureOptions, 'sdl'> = {}): Promise<FixtureGraph> {
  return startFixtureGraph({ ...options, sdl: PROTECTED });
}
