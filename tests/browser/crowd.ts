import type { Page, Route } from '@playwright/test';

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

/** What people really call things: one word of sixty letters, a hundred characters of German, and what is short. */
const NAMES = [
  'Wandschrankschubladengriffbefestigungsschraubendreherhalterung',
  'Für den langen Abend am großen Tisch: Gläser, Krüge, Schüsseln und Teller für zwölf und mehr Gäste',
  'Öl',
  'Gartenmöbelschutzhüllenaufbewahrungstruhe aus unbehandeltem Lärchenholz',
] as const;

const TEXTS = new Set(['name', 'fullName', 'line1', 'line2', 'city', 'trackingNumber']);
/** As many as a shop that runs for years has. */
const LISTS: Readonly<Record<string, number>> = {
  categories: 14,
  brands: 30,
  edges: 24,
  items: 12,
  addresses: 12,
  sessions: 12,
  relatedProducts: 8,
  productSuggestions: 8,
};
const COUNTS = new Set(['unreadCount', 'totalCount', 'count']);
const MANY = 12_345;
/** The most that the graph's Int holds: 21,474,836.47 euros. */
const MOST_MINOR = 2_147_483_647;

/**
 * From now on the graph's answers have long names, long lists and large amounts; the same thing has the same name in
 * each of them.
 */
export async function crowd(page: Page): Promise<void> {
  await page.route('**/graphql', async (route: Route) => {
    // What is done, such as renewing a session, is done as it is.
    const { query } = route.request().postDataJSON() as { readonly query?: string };
    if (query?.startsWith('mutation') === true) return route.continue();
    const response = await route.fetch();
    const answer = (await response.json()) as JsonObject;
    return route.fulfill({ response, json: crowded(answer) });
  });
}

function crowded(value: Json, key = '', name: string = NAMES[0]): Json {
  if (Array.isArray(value)) return manyOf(value as readonly Json[], LISTS[key] ?? 0).map((one) => crowded(one));
  if (typeof value === 'object' && value !== null) {
    const object = value as JsonObject;
    // A slug first: ids are others in each Galleria, and so would be what a test sees.
    const key = object['slug'] ?? object['id'];
    const own = nameFor(typeof key === 'string' ? key : name);
    return Object.fromEntries(Object.entries(object).map(([field, part]) => [field, crowded(part, field, own)]));
  }
  if (TEXTS.has(key) && typeof value === 'string') return name;
  if (key === 'amountMinor' || key === 'maxPriceMinor') return MOST_MINOR;
  if (COUNTS.has(key)) return MANY;
  return value;
}

/** Repeated until there are enough, each repetition a thing of its own. */
function manyOf(list: readonly Json[], enough: number): readonly Json[] {
  if (list.length === 0 || list.length >= enough) return list;
  return Array.from({ length: enough }, (_, index) => {
    const round = Math.floor(index / list.length);
    const one = list[index % list.length] ?? null;
    return round === 0 ? one : another(one, `-${round}`);
  });
}

function another(value: Json, ending: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => another(one, ending));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      (key === 'id' || key === 'slug') && typeof part === 'string' ? `${part}${ending}` : another(part, ending),
    ]),
  );
}

function nameFor(id: string): string {
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return NAMES[sum % NAMES.length] ?? NAMES[0];
}
