import { expect, it } from 'vitest';
import { createDraw } from './drawn-port.ts';

it('draws each number of its share before it draws one again', () => {
  const draw = createDraw([800, 880]);
  const first = Array.from({ length: 10 }, draw);
  expect(new Set(first)).toHaveLength(10);
  expect(Math.max(...first) - Math.min(...first)).toBe(9);
  expect(first).toContain(draw());
});
