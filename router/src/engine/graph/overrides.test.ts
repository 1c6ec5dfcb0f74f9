import { describe, expect, it } from 'vitest';
import { drawOverrides } from './overrides.ts';

describe('overrides of a request', () => {
  it('hold for the share of requests that their label says', () => {
    const labels = ['percent(0)', 'percent(30)', 'percent(100)', 'percent(0.5)', 'beta'];
    const holding = (drawn: number) =>
      [...drawOverrides(labels, () => drawn).conditions].flatMap(([label, holds]) => (holds ? [label] : []));
    expect(holding(0)).toEqual(['percent(30)', 'percent(100)', 'percent(0.5)']);
    expect(holding(0.2999)).toEqual(['percent(30)', 'percent(100)']);
    expect(holding(0.3)).toEqual(['percent(100)']);
  });
});
