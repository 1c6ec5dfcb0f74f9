interface Dependent {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/**
 * Groups what depends on each other: each level depends on earlier levels only. Started from first to last, stopped
 * from last to first. Throws on a name that is not in the list, and on a circle.
 */
export function dependencyLevels<Item extends Dependent>(items: readonly Item[]): Item[][] {
  const names = new Set(items.map(({ name }) => name));
  for (const { name, dependsOn } of items) {
    const unknown = dependsOn.find((dependency) => !names.has(dependency));
    if (unknown !== undefined) throw new Error(`${name} depends on ${unknown}, which is not in the list.`);
  }
  const levels: Item[][] = [];
  const placed = new Set<string>();
  let remaining = [...items];
  while (remaining.length > 0) {
    const level = remaining.filter(({ dependsOn }) => dependsOn.every((dependency) => placed.has(dependency)));
    if (level.length === 0)
      throw new Error(`These depend on each other: ${remaining.map(({ name }) => name).join(', ')}.`);
    levels.push(level);
    for (const { name } of level) placed.add(name);
    remaining = remaining.filter(({ name }) => !placed.has(name));
  }
  return levels;
}
