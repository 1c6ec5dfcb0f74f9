/** Subgraphs that do not compose, or in which two entities would share a key. */
export class UnusableSubgraphs extends Error {
  override readonly name = 'UnusableSubgraphs';
  readonly code = 'UNUSABLE_SUBGRAPHS';
}
