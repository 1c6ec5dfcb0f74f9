import { expect, it } from 'vitest';
import type { PlannedOperation } from '../planner.ts';
import { createCondemnedOperations } from './condemned-operations.ts';

const operation = (text: string, holds = false): PlannedOperation => ({
  text,
  hash: '',
  types: new Set(),
  overrides: { percentage: 100, conditions: new Map([['label', holds]]) },
});

it('remembers operations with what holds for them, for a while, and as many as it is allowed', () => {
  let now = 0;
  const condemned = createCondemnedOperations({ most: 2, forMs: 1_000 }, () => now);
  condemned.add(operation('{ a }'));
  expect(condemned.has(operation('{ a }'))).toBe(true);
  expect(condemned.has(operation('{ a }', true))).toBe(false);
  expect(condemned.has(operation('{ b }'))).toBe(false);
  now = 1_000;
  expect(condemned.has(operation('{ a }'))).toBe(false);
  for (const text of ['{ b }', '{ c }', '{ b }', '{ d }']) condemned.add(operation(text));
  expect(['{ b }', '{ c }', '{ d }'].filter((text) => condemned.has(operation(text)))).toEqual(['{ b }', '{ d }']);
});
