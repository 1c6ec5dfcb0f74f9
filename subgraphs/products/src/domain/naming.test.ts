import { describe, expect, it } from 'vitest';
import { isSlug, namingProblem, trimmed } from './naming.ts';

describe('a slug', () => {
  it.each(['a', '7', 'walnut-lamp', 'lamp-2', 'a'.repeat(100)])('may be %s', (slug) => expect(isSlug(slug)).toBe(true));

  it.each(['', '-', 'a-', '-a', 'a--b', 'Lamp', 'a b', 'ä', 'a_b', 'a\0', 'a\n', 'a'.repeat(101)])(
    'may not be %j',
    (slug) => expect(isSlug(slug)).toBe(false),
  );
});

describe('a naming', () => {
  it('has no problem at its limits', () => {
    expect(namingProblem({ slug: 'a', name: ` ${'n'.repeat(200)} `, description: 'd'.repeat(5_000) })).toBeNull();
    expect(namingProblem({ slug: 'a', name: 'n' })).toBeNull();
  });

  it.each([
    ['slug', { slug: 'A', name: '', description: '' }],
    ['name', { slug: 'a', name: ' ', description: '' }],
    ['name', { slug: 'a', name: 'a\0' }],
    ['description', { slug: 'a', name: 'a', description: '\n' }],
  ])('names the first field that is wrong: %s', (field, naming) => {
    expect(namingProblem(naming)?.field).toBe(field);
  });
});

describe('a naming that is kept', () => {
  it('has no space around its texts, and nothing that was not there', () => {
    expect(trimmed({ slug: ' a', name: ' Oak\n' })).toEqual({ slug: ' a', name: 'Oak' });
    expect(trimmed({ description: '\tLight. ' })).toEqual({ description: 'Light.' });
  });
});
