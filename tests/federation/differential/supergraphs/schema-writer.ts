/** The schema of one subgraph while it is made. A type is there as soon as something is said about it. */
export interface SchemaWriter {
  readonly name: string;
  /** `kind` counts where the type is new. */
  readonly type: (name: string, kind?: 'type' | 'interface') => TypeWriter;
  readonly has: (name: string) => boolean;
  readonly union: (name: string, members: readonly string[]) => void;
  readonly print: () => string;
}

export interface TypeWriter {
  readonly implement: (interfaceName: string) => void;
  /** A directive of the type, once. */
  readonly directive: (text: string) => void;
  /** What stands after the name: arguments begin with a bracket, then `: Type @directive`. The first word counts. */
  readonly field: (name: string, rest: string) => void;
  readonly fields: () => ReadonlyMap<string, string>;
}

const DIRECTIVES = [
  'key',
  'requires',
  'provides',
  'external',
  'shareable',
  'override',
  'interfaceObject',
  'inaccessible',
  'context',
  'fromContext',
];
/** What a schema begins with that uses any of them; composition leaves those out that it does not. */
export const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${DIRECTIVES.map((name) => `"@${name}"`).join(', ')}])`;

export function createSchemaWriter(name: string, shared: string): SchemaWriter {
  const types = new Map<string, TypeWriter & { readonly print: () => string }>();
  const unions = new Map<string, readonly string[]>();
  return {
    name,
    type: (typeName, kind = 'type') => {
      const type = types.get(typeName) ?? createTypeWriter(typeName, kind);
      types.set(typeName, type);
      return type;
    },
    has: (typeName) => types.has(typeName) || unions.has(typeName),
    union: (unionName, members) => void unions.set(unionName, members),
    print: () =>
      [
        LINK,
        shared,
        ...[...types.values()].map((type) => type.print()),
        ...[...unions].map(([unionName, members]) => `union ${unionName} = ${members.join(' | ')}`),
      ].join('\n\n'),
  };
}

function createTypeWriter(name: string, kind: 'type' | 'interface') {
  const fields = new Map<string, string>();
  const interfaces = new Set<string>();
  const directives = new Set<string>();
  return {
    implement: (interfaceName: string) => void interfaces.add(interfaceName),
    directive: (text: string) => void directives.add(text),
    field: (field: string, rest: string) => {
      if (!fields.has(field)) fields.set(field, rest);
    },
    fields: (): ReadonlyMap<string, string> => fields,
    print: () => {
      const implemented = interfaces.size === 0 ? '' : ` implements ${[...interfaces].join(' & ')}`;
      const lines = [...fields].map(([field, rest]) => `  ${field}${rest}`);
      return `${kind} ${name}${implemented}${[...directives].map((text) => ` ${text}`).join('')} {\n${lines.join('\n')}\n}`;
    },
  };
}
