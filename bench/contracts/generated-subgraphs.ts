import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many entities each subgraph owns, and how many fields each of them has. */
const ENTITIES = 5;
const FIELDS = 10;
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/**
 * Writes a graph of many subgraphs: each owns entities of its own and adds a field to those of the one before it. With
 * `changed`, a field of every tenth subgraph has another type.
 */
export function generateSubgraphs(folder: string, count: number, { changed = false } = {}): void {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: count }, (_each, index) => `service${index}`);
  const entries = names.map(
    (name) => `  ${name}:\n    routing_url: http://localhost/${name}\n    schema: { file: ./${name}.graphql }\n`,
  );
  writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs:\n${entries.join('')}`);
  names.forEach((name, index) => {
    writeFileSync(join(folder, `${name}.graphql`), schemaOf(index, count, changed && index % 10 === 0));
  });
}

function schemaOf(index: number, count: number, isChanged: boolean): string {
  const own = Array.from({ length: ENTITIES }, (_each, number) => entity(index, number, isChanged && number === 0));
  const queries = own.map(({ name }) => `  "One of them."\n  ${name.toLowerCase()}("Which." id: ID!): ${name}`);
  const before = (index + count - 1) % count;
  return [
    LINK,
    `type Query {\n${queries.join('\n')}\n}`,
    ...own.map(({ sdl }) => sdl),
    `"Of another service."\ntype Entity${before}X0 @key(fields: "id") {\n  "Opaque."\n  id: ID!\n  "What we add."\n  addedBy${index}: Int\n}\n`,
  ].join('\n\n');
}

function entity(index: number, number: number, isChanged: boolean): { name: string; sdl: string } {
  const name = `Entity${index}X${number}`;
  const fields = Array.from(
    { length: FIELDS },
    (_each, field) => `  "What it says."\n  field${field}: ${isChanged && field === 0 ? 'Int' : 'String'}`,
  );
  const sdl = `"Something of this service."\ntype ${name} @key(fields: "id") {\n  "Opaque."\n  id: ID!\n${fields.join('\n')}\n}`;
  return { name, sdl };
}
