/** What a level may always count on, however long earlier ones took: enough for PostgreSQL to write its checkpoint. */
const RESERVED_PER_LEVEL_MS = 500;

/**
 * Stops level after level, the members of one at the same time. `stop` gets the milliseconds that it may take: what is
 * left of the whole, less a share reserved for the levels that follow, so that one process that hangs cannot cost the
 * last its orderly end.
 */
export async function stopInLevels<Item>(
  levels: readonly (readonly Item[])[],
  stop: (item: Item, withinMs: number) => Promise<void>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (const [index, level] of levels.entries()) {
    const reserved = RESERVED_PER_LEVEL_MS * (levels.length - 1 - index);
    const share = Math.max(RESERVED_PER_LEVEL_MS, deadline - Date.now() - reserved);
    await Promise.all(level.map((item) => stop(item, share)));
  }
}
