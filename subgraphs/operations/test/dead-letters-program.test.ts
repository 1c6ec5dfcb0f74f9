import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { refund } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fail, letterOf, readLetter, startOperations, type OperationsService } from './fixtures.ts';

const PROGRAM = resolve(import.meta.dirname, '../src/dead-letters/main.ts');

let service: OperationsService;
beforeAll(async () => void (service = await startOperations()));
afterAll(() => service.stop());

function run(...args: readonly string[]): Promise<{ code: number; output: string; problem: string }> {
  const env = { POSTGRES_URL: service.databaseUrl };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', PROGRAM, ...args],
      { env },
      (_error, output, problem) => done({ code: child.exitCode ?? -1, output, problem }),
    );
  });
}

it('deals with dead letters from the command line of the server', async () => {
  const orderId = newId();
  const letters = ['FIRST', 'SECOND'].map((reason) => letterOf(refund, { orderId, reason }));
  const [letter] = letters;
  const [first = '', second = ''] = await fail(service, ...letters);
  const listed = await run('list', '--order', orderId);
  expect(listed.output).toMatch(
    new RegExp(`^${second}  .*payments\\.refund\\.v1.*\\n${first}  .*\\n2 of 2 dead letters`),
  );
  const shown = await run('show', first);
  expect(shown.output).toContain(`payload  ${letter?.value}`);
  expect(await run('replay', first)).toMatchObject({ code: 0, output: `${first} is on its way to payments again\n` });
  await vi.waitFor(
    () => expect(service.published(refund).filter(({ key }) => key === orderId)).toHaveLength(1),
    PATIENCE,
  );
  expect(await run('replay', first)).toMatchObject({ code: 1, output: `${first} has been replayed already\n` });
  expect(await run('discard', '--order', orderId, '--reason', 'settled by hand')).toMatchObject({
    code: 0,
    output: '1 are given up; 0 remain\n',
  });
  expect(await readLetter(service, second)).toMatchObject({ status: 'DISCARDED', resolvedBy: null });
  expect(await run('replay')).toMatchObject({
    code: 2,
    problem: expect.stringMatching(/^replay needs an id/) as string,
  });
});
