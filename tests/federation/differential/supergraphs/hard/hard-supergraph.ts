import type { Operation } from '../../engines/engine.ts';
import type { SubgraphText } from '../../world/world.ts';
import { LINK } from '../schema-writer.ts';

/** A supergraph written for what engines get wrong, and operations that show it. */
export interface HardSupergraph {
  readonly name: string;
  readonly subgraphs: readonly SubgraphText[];
  /** By a sentence of what the engine must do. */
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A subgraph's schema with the federation directives at hand. */
export function subgraph(name: string, types: string): SubgraphText {
  return {
    name,
    sdl: `${LINK}
${types}`,
  };
}
