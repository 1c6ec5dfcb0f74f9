/** The part of JSON Schema that zod writes for our contracts. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/**
 * What of a changed contract could break a consumer that was built for the old one, or a message already in a topic
 * that is read with the new one. Adding an optional property is all that stays inside a version.
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, path = ''): string[] {
  const at = path === '' ? 'the message' : path;
  if (JSON.stringify(before.type) !== JSON.stringify(after.type)) {
    return [`${at}: its type was ${JSON.stringify(before.type)} and is ${JSON.stringify(after.type)}`];
  }
  return [
    ...propertyChanges(before, after, path),
    ...(before.items && after.items ? breakingChanges(before.items, after.items, `${path}[]`) : []),
    ...constraintChanges(before, after, at),
  ];
}

function propertyChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const old = before.properties ?? {};
  const current = after.properties ?? {};
  const oldRequired = new Set(before.required ?? []);
  const removed = Object.keys(old)
    .filter((name) => !(name in current))
    .map((name) => `${path}.${name}: removed`);
  const newlyRequired = (after.required ?? [])
    .filter((name) => !oldRequired.has(name))
    .map((name) => `${path}.${name}: required now, but messages without it exist`);
  const noLongerRequired = [...oldRequired]
    .filter((name) => name in current && !(after.required ?? []).includes(name))
    .map((name) => `${path}.${name}: optional now, but consumers count on it`);
  const changed = Object.entries(old).flatMap(([name, schema]) => {
    const other = current[name];
    return other === undefined ? [] : breakingChanges(schema, other, `${path}.${name}`);
  });
  return [...removed, ...newlyRequired, ...noLongerRequired, ...changed];
}

/**
 * Any other keyword (a pattern, a minimum, an enum) narrows or widens what is valid: one of the two sides would be
 * surprised.
 */
function constraintChanges(before: JsonSchema, after: JsonSchema, at: string): string[] {
  const structural = new Set(['type', 'properties', 'required', 'items', 'description', '$schema', 'title']);
  const keywords = new Set(
    [...Object.keys(before), ...Object.keys(after)].filter((keyword) => !structural.has(keyword)),
  );
  return [...keywords]
    .filter((keyword) => JSON.stringify(before[keyword]) !== JSON.stringify(after[keyword]))
    .map((keyword) => `${at}: its ${keyword} changed`);
}
