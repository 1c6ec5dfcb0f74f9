import type { Overrides } from '../../plan/planner.ts';

const SHARE = /^percent\((\d+(?:\.\d+)?)\)$/;

/**
 * Draws which overridden fields come from their new subgraph in one request: `percent(n)` for n of a hundred. Labels
 * that mean anything else never hold.
 */
export function drawOverrides(labels: readonly string[], random: () => number = Math.random): Overrides {
  if (labels.length === 0) return NO_OVERRIDES;
  const percentage = random() * 100;
  const conditions = new Map(labels.map((label) => [label, percentage < Number(SHARE.exec(label)?.[1] ?? 0)]));
  return { percentage, conditions };
}

const NO_OVERRIDES: Overrides = { percentage: 100, conditions: new Map() };
