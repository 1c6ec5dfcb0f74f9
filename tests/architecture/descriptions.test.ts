import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kind, parse, visit, type ASTNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const { subgraphs } = parseYaml(readFileSync(resolve(ROOT, 'supergraph.yaml'), 'utf8')) as {
  subgraphs: Record<string, { schema: { file: string } }>;
};

const DESCRIBED = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
]);
/** The three that GraphQL itself knows. */
const ROOTS = ['Query', 'Mutation', 'Subscription'];

describe('the graph', () => {
  it.each(Object.entries(subgraphs))('of %s describes every type, field and argument', (_name, { schema }) => {
    const bare: string[] = [];
    let described = 0;
    visit(parse(readFileSync(resolve(ROOT, schema.file), 'utf8')), {
      enter: (node: ASTNode) => {
        if (!DESCRIBED.has(node.kind) || !('name' in node) || node.name === undefined) return;
        if ('description' in node && node.description !== undefined) described += 1;
        else if (!ROOTS.includes(node.name.value))
          bare.push(`line ${node.loc?.startToken.line ?? 0}: ${node.name.value}`);
      },
    });
    expect(bare).toEqual([]);
    expect(described).toBeGreaterThan(20);
  });
});
