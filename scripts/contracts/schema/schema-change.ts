/** As graphql-inspector has it: breaking breaks a client that is right, dangerous one that counts on what it saw. */
export type Level = 'breaking' | 'dangerous' | 'safe';

/** One difference between what a schema was and what it is. */
export interface SchemaChange {
  /** Stable: graphql-inspector's name of it, such as `FIELD_REMOVED`, or one of ours. */
  readonly type: string;
  readonly level: Level;
  readonly message: string;
  /** Its coordinate: `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`, `@directive`; the subgraph's name. */
  readonly path: string;
  /** The one subgraph that it is about, where clients see no difference. */
  readonly subgraph?: string;
  /** What clients lose by it, by coordinate, where that is not what is at the path. */
  readonly affected?: readonly string[];
}
