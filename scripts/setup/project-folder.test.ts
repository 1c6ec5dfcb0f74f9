import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderNameProblem, readOnlyProblem } from './project-folder.mjs';

describe('the folder of the project', () => {
  it.each(['/home/ada/shop #2', '/what?/shop', '/ada/shop!', '/ada/a*b', '/ada/back\\slash'])(
    'is refused when it is %s, with the characters that it may not have',
    (folder) => {
      expect(folderNameProblem(folder)).toMatch(
        /tools that build Galleria cannot work there.\nMove it .* # \? ! \* \\$/,
      );
    },
  );

  it.each(['/home/ada/galleria', '/home/ädä/my shop', '/100%25', "/it's $5 [new]"])('may be %s', (folder) => {
    expect(folderNameProblem(folder)).toBeUndefined();
  });

  it('must be one that this user can write to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-folder-'));
    expect(readOnlyProblem(folder)).toBeUndefined();
    rmSync(folder, { recursive: true });
    expect(readOnlyProblem(folder)).toContain(`cannot write to ${folder} (ENOENT)`);
  });
});
