import { diff, type Change } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import type { Level, SchemaChange } from './schema-change.ts';

const LEVELS: Readonly<Record<string, Level>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'safe',
};

/** What differs between two schemas, as graphql-inspector finds and judges it. */
export async function compare(before: GraphQLSchema, after: GraphQLSchema): Promise<SchemaChange[]> {
  const changes = (await diff(before, after)).map(toSchemaChange);
  const added = new Set(changes.filter(({ type }) => type.endsWith('_ADDED')).map(({ path }) => path));
  return changes.filter(({ level, path }) => level !== 'safe' || !added.has(path.slice(0, path.lastIndexOf('.'))));
}

function toSchemaChange({ type, path = '', message, criticality }: Change): SchemaChange {
  const level = LEVELS[criticality.level] ?? 'breaking';
  return { type: String(type), level, message: `${message.replace(/\.$/, '')}.`, path };
}
