import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(resolve(ROOT, 'docs/guarantees.md'), 'utf8');
const SHOWN_BY = /^- `(?<file>[^`]+)` › (?<title>.+)$/gm;

const tests = [...PAGE.matchAll(SHOWN_BY)].map(({ groups = {} }) => ({
  file: groups['file'] ?? '',
  title: groups['title'] ?? '',
}));

describe('the page of guarantees', () => {
  it('names a test below each guarantee', () => {
    const guarantees =
      PAGE.split(/^## What is not guaranteed$/m)[0]
        ?.split(/^(?=\*\*)/m)
        .slice(1) ?? [];
    expect(guarantees.length).toBeGreaterThan(10);
    for (const guarantee of guarantees) expect(guarantee).toMatch(/^- `/m);
  });

  it.each(tests)('names a test that there is: $file › $title', ({ file, title }) => {
    const path = resolve(ROOT, file);
    expect(existsSync(path)).toBe(true);
    // A title may have a parameter at its end.
    expect(readFileSync(path, 'utf8')).toMatch(
      new RegExp(`(it|describe)(\\.each\\(.*\\))?\\(\\s*'${escape(title)}[':]`),
    );
  });
});

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
