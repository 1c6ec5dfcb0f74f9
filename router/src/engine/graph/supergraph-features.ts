import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql';

/** A specification that a supergraph uses (https://specs.apollo.dev/link/v1.0), such as join or inaccessible. */
export interface Feature {
  /** Its own name, from its URL. */
  readonly name: string;
  /** What this document calls its directive of that name. */
  readonly localName: string;
  /** Directives with `@`, types without, as this document calls them, by the names that they have there. */
  readonly imports: ReadonlyMap<string, string>;
  /** Whether a reader that does not know it must refuse the document. */
  readonly isMandatory: boolean;
}

/** What of the mandatory features the engine lives up to. */
const KNOWN_FEATURES = new Set([
  'core',
  'link',
  'join',
  'inaccessible',
  'context',
  'authenticated',
  'requiresScopes',
  'policy',
]);

/** The features of a supergraph. Throws for one that has to be enforced and is not. */
export function readFeatures(document: DocumentNode): readonly Feature[] {
  const features = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).flatMap(readFeature)
      : [],
  );
  const unknown = features.find(({ name, isMandatory }) => isMandatory && !KNOWN_FEATURES.has(name));
  if (unknown !== undefined) throw new Error(`the supergraph uses @${unknown.name}, which is not enforced here`);
  return features;
}

/** Whether a type or, with `@`, a directive belongs to a feature, and so to no API. */
export function isOfFeature(features: readonly Feature[], name: string): boolean {
  return features.some(
    ({ localName, imports }) =>
      [...imports.values()].includes(name) ||
      name === `@${localName}` ||
      name.replace(/^@/, '').startsWith(`${localName}__`),
  );
}

/**
 * What the document calls a directive of a feature, without the `@`; undefined where it has none of it. The one that is
 * called like its feature needs no import.
 */
export function localDirective(features: readonly Feature[], name: string, directive = name): string | undefined {
  const feature = features.find((candidate) => candidate.name === name);
  if (feature === undefined) return undefined;
  const imported = feature.imports.get(`@${directive}`)?.slice(1);
  return imported ?? (directive === name ? feature.localName : `${feature.localName}__${directive}`);
}

function readFeature(directive: ConstDirectiveNode): Feature[] {
  const given = new Map((directive.arguments ?? []).map(({ name, value }) => [name.value, value]));
  const url = textOf(given.get('url')) ?? textOf(given.get('feature'));
  const name = url === undefined ? undefined : /([^/]+)\/v\d+(?:\.\d+)*\/?$/.exec(url)?.[1];
  if (name === undefined) return [];
  const purpose = given.get('for');
  return [
    {
      name,
      localName: textOf(given.get('as')) ?? name,
      imports: new Map(importsOf(given.get('import'))),
      isMandatory: purpose !== undefined && purpose.kind !== Kind.NULL,
    },
  ];
}

/** Of `import: ["@key", { name: "@tag", as: "@label" }]`. */
function importsOf(value: ConstValueNode | undefined): (readonly [string, string])[] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((entry) => {
    if (entry.kind === Kind.STRING) return [[entry.value, entry.value] as const];
    if (entry.kind !== Kind.OBJECT) return [];
    const named = (key: string) => textOf(entry.fields.find((field) => field.name.value === key)?.value);
    const name = named('name');
    return name === undefined ? [] : [[name, named('as') ?? name] as const];
  });
}

function textOf(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
