/** What the examples learn from answers and use in later requests. */
export type LearnedName = 'accessToken' | 'productId' | 'slug' | 'shippingAddressId' | 'orderId';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const PLACEHOLDER = /"\{\{(\w+)\}\}"/g;

/**
 * Wraps `fetch` so that the examples can be run one after another without copying ids: it remembers the access token, a
 * product, an address and an order from answers, fills them in where variables say `"{{orderId}}"`, and signs requests
 * that carry no token of their own. `"{{newKey}}"` is a new idempotency key every time. What is learned lives as long
 * as the page.
 */
export function createGuidedSession(fetchFromGraph: Fetch, now: () => number = Date.now): Fetch {
  const learned = new Map<LearnedName, string>();
  let tokenExpiresAt = 0;
  return async (url, init) => {
    const filled = fillIn(typeof init.body === 'string' ? init.body : '{}', learned);
    if (filled.missing !== undefined) return notYetKnown(filled.missing);
    const token = now() < tokenExpiresAt ? learned.get('accessToken') : undefined;
    const headers = new Headers(init.headers);
    if (token !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    const response = await fetchFromGraph(url, { ...init, headers, body: filled.body });
    const answer: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    for (const [name, value] of learn(answer)) learned.set(name, value);
    tokenExpiresAt = expiryIn(answer) ?? tokenExpiresAt;
    return response;
  };
}

interface OperationBody {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function fillIn(body: string, learned: ReadonlyMap<string, string>): { body: string; missing?: string } {
  const operation = JSON.parse(body) as OperationBody;
  const declared = declaredVariables(operation);
  // Sandbox sends the variables of all examples along with each: those of the others need no value.
  const variables = Object.fromEntries(
    Object.entries(operation.variables ?? {}).filter(([name]) => declared === undefined || declared.has(name)),
  );
  let missing: string | undefined;
  const filled = JSON.stringify(variables).replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = name === 'newKey' ? crypto.randomUUID() : learned.get(name);
    if (value === undefined) missing = name;
    return value === undefined ? placeholder : JSON.stringify(value);
  });
  const filledBody = JSON.stringify({ ...operation, variables: JSON.parse(filled) as unknown });
  return missing === undefined ? { body: filledBody } : { body: filledBody, missing };
}

/** The variables that the operation to run declares; undefined when that cannot be told from its text. */
function declaredVariables({ query = '', operationName }: OperationBody): ReadonlySet<string> | undefined {
  if (operationName == null) return undefined;
  const header = new RegExp(`(?:query|mutation)\\s+${operationName}\\s*(\\([^)]*\\))?\\s*[{@]`).exec(query);
  if (header === null) return undefined;
  return new Set([...(header[1] ?? '').matchAll(/\$(\w+)\s*:/g)].flatMap(([, name]) => name ?? []));
}

function notYetKnown(name: string): Response {
  const source = SOURCES[name];
  const message =
    source === undefined
      ? `This page knows no {{${name}}}: write a value in its place.`
      : `Run ${source} first: its answer tells {{${name}}}. Or write a value of your own in its place.`;
  return Response.json({ errors: [{ message, extensions: { code: 'EXAMPLE_NEEDS_INPUT' } }] });
}

const SOURCES: Readonly<Record<string, string | undefined>> = {
  productId: 'Catalogue',
  slug: 'Catalogue',
  shippingAddressId: 'SignIn',
  orderId: 'PlaceOrder',
};

function learn(answer: unknown): [LearnedName, string][] {
  const products = at(answer, 'data', 'products', 'edges');
  const product = Array.isArray(products)
    ? (products as unknown[]).map((edge) => at(edge, 'node')).find((node) => at(node, 'inStock') === true)
    : undefined;
  const candidates: [LearnedName, unknown][] = [
    ['accessToken', at(answer, 'data', 'signIn', 'accessToken')],
    ['shippingAddressId', at(answer, 'data', 'signIn', 'user', 'addresses', 0, 'id')],
    ['productId', at(product, 'id')],
    ['slug', at(product, 'slug')],
    ['orderId', at(answer, 'data', 'placeOrder', 'order', 'id')],
  ];
  return candidates.filter((candidate): candidate is [LearnedName, string] => typeof candidate[1] === 'string');
}

function expiryIn(answer: unknown): number | undefined {
  const expiresAt = at(answer, 'data', 'signIn', 'expiresAt');
  return typeof expiresAt === 'string' ? Date.parse(expiresAt) : undefined;
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}
