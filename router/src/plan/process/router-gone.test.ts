import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isAlive } from '@galleria/platform/testing/is-alive';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, it, vi } from 'vitest';
import { LOOPS_APOLLO, RANKED } from '../../engine/testing/hostile-graphs.ts';
import { composeLocal } from '../../engine/testing/local-graph.ts';
import type { FromPlanner, ToPlanner } from './planner-messages.ts';

it.each(['idle', 'busy'])('a planner ends with the router, also when that is killed: %s', async (state) => {
  const program = join(import.meta.dirname, 'testing/planning-program.ts');
  const router = spawn(process.execPath, ['--import', 'tsx', program, state], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(router.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  router.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
});

it('a planner whose router does not end it gives up by itself', async () => {
  const child = fork(join(import.meta.dirname, 'planner-program.ts'), ['apollo', '1000'], {
    execArgv: ['--import', 'tsx'],
  });
  const ask = async (message: ToPlanner) => {
    child.send(message);
    const [answer] = (await once(child, 'message')) as [FromPlanner];
    return answer;
  };
  expect(await ask({ kind: 'open', supergraphSdl: composeLocal(LOOPS_APOLLO) })).toEqual({ kind: 'opened' });
  const refused = await ask({ kind: 'plan', id: 1, text: RANKED, percentage: 100, conditions: [] });
  child.kill('SIGKILL');
  expect(refused).toMatchObject({
    kind: 'refused',
    refusal: { message: expect.stringContaining('timed out') as string },
  });
});
