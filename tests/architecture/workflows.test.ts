import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as WorkflowParser from '@actions/workflow-parser';
import { tsImport } from 'tsx/esm/api';
import { describe, expect, it } from 'vitest';

/** Its JSON is imported as bundlers do it, and Node does not. */
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = (await tsImport(
  '@actions/workflow-parser',
  import.meta.url,
)) as typeof WorkflowParser;

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = '.github/workflows';
const files = readdirSync(join(ROOT, FOLDER)).map((name) => `${FOLDER}/${name}`);

/** Also those that are called are read. A workflow with mistakes is not converted, which would end at the first. */
const CALLED_ALSO = { fetchReusableWorkflowDepth: 1 };

/** As GitHub reads them: its own parser knows the keys, the expressions and what a called workflow takes. */
describe('the workflows', () => {
  it.each(files)('%s is one', async (file) => {
    expect(await errorsOf(file, read(file))).toEqual([]);
  });

  it.each([
    ['an unknown key', '    timeout-minutes: 20', '    timeout: 20', 'Unexpected value'],
    ['an expression that has no end', '${{ inputs.folder }}', "${{ format('a }}", ''],
    [
      'a context that is not there',
      '${{ inputs.folder }}',
      '${{ imputs.folder }}',
      "Unrecognized named-value: 'imputs'",
    ],
  ])('with %s is told', async (_title, part, mistake, words) => {
    const text = read(`${FOLDER}/workspace.yml`);
    expect(text).toContain(part);
    expect((await errorsOf('planted.yml', text.replace(part, mistake))).join()).toContain(words);
  });

  it.each([
    ['is not there', 'folder: subgraphs/orders', 'folders: subgraphs/orders', 'Invalid input, folders'],
    ['is missing', '      process: orders\n', '', 'Input process is required'],
  ])('that calls another with an input that %s is told', async (_title, part, mistake, words) => {
    const text = read(`${FOLDER}/orders.yml`);
    expect(text).toContain(part);
    expect((await errorsOf('planted.yml', text.replace(part, mistake))).join()).toContain(words);
  });

  it.each(files)('%s may read the repository and nothing else', (file) => {
    const permissions = [...read(file).matchAll(/^ *permissions:\n((?: +\S.*\n)+)/gm)].map(([, lines = '']) =>
      lines.trim(),
    );
    expect(permissions).toEqual(['contents: read']);
  });
});

async function errorsOf(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) {
    const called = { getFileContent: async (file: unknown) => contentOf(file as { readonly path: string }) };
    await convertWorkflowTemplate(context, value, called, CALLED_ALSO);
  }
  return context.errors.getErrors().map(({ message }) => message);
}

function contentOf({ path }: { readonly path: string }) {
  return { name: path, content: read(path) };
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
