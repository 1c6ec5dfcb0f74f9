import { Kind, parse, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Planner } from '../../plan/planner.ts';
import { readRequirements, type Requirements } from '../authorization/requirements.ts';
import { buildApiSchema } from './api-schema.ts';
import { readSupergraphNames, type SupergraphNames } from '../operation/response-keys.ts';
import { readHiddenContexts, type HiddenContexts } from './hidden-contexts.ts';
import { readFeatures } from './supergraph-features.ts';
import { readTypeRelations, type TypeRelations } from './type-relations.ts';

/** A supergraph, as the engine needs it. */
export interface Graph {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly relations: TypeRelations;
  readonly names: SupergraphNames;
  /** What of it not everybody may see. */
  readonly requirements: Requirements;
  /** Where what a client selects of an interface has to be said of each type. */
  readonly hiddenContexts: HiddenContexts;
  /** Of `@override(label:)`. */
  readonly overrideLabels: readonly string[];
}

/** Throws for a text that is no supergraph, or one that uses what the engine does not enforce. */
export function openGraph(supergraphSdl: string, planner: Planner): Graph {
  const document = parse(supergraphSdl, { noLocation: true });
  if (!isSupergraph(document)) throw new Error('not a supergraph: it has no enum join__Graph');
  const features = readFeatures(document);
  return {
    schema: buildApiSchema(document, features),
    planner,
    relations: readTypeRelations(document),
    names: readSupergraphNames(document),
    requirements: readRequirements(document, features),
    hiddenContexts: readHiddenContexts(document, features),
    overrideLabels: readOverrideLabels(document),
  };
}

function isSupergraph({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
}

function readOverrideLabels(document: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(document, {
    Argument: ({ name, value }) => {
      if (name.value === 'overrideLabel' && value.kind === Kind.STRING) labels.add(value.value);
    },
  });
  return [...labels];
}
