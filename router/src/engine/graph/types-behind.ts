import type { GraphQLNamedType } from 'graphql';
import { unsupportedPlan } from '../../plan/plan-errors.ts';
import type { Graph } from './graph.ts';

/** How often a selection of an interface may be said of one of its types, in one operation: nested ones multiply. */
const MOST_SELECTIONS = 300;

/** The types of each of which has to be said what is selected of a type; undefined where that need not be. */
export type TypesBehind = (type: GraphQLNamedType) => readonly GraphQLNamedType[] | undefined;

/** For one operation. Throws `QUERY_PLAN_UNSUPPORTED` where it would grow too large. */
export function createTypesBehind({ schema, hiddenContexts }: Pick<Graph, 'schema' | 'hiddenContexts'>): TypesBehind {
  let selections = 0;
  return ({ name }) => {
    const types = hiddenContexts.get(name)?.flatMap((behind) => schema.getType(behind) ?? []);
    selections += types?.length ?? 0;
    if (selections > MOST_SELECTIONS) throw unsupportedPlan('too much of interfaces behind which contexts are');
    return types;
  };
}
