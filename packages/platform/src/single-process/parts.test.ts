import { ConfigError, type Environment } from '@galleria/kit/config';
import { describe, expect, it } from 'vitest';
import { loadParts, startParts, type Part } from './parts.ts';

describe('the parts of one process', () => {
  it('each read the environment that is meant for them', async () => {
    const { parts, seen } = fakes();
    await startParts(parts);
    expect(seen).toEqual({ users: { PORT: '1' }, router: { PORT: '2' } });
  });

  it('stop the last first, which calls the others', async () => {
    const { parts, stopped } = fakes();
    const running = await startParts(parts);
    await running.stop();
    expect(stopped).toEqual(['router', 'users']);
  });

  it('are stopped when one of them cannot start', async () => {
    const { parts, stopped } = fakes();
    const failing: Part = {
      definition: { name: 'orders', start: () => Promise.reject(new ConfigError(['USERS_URL is missing'])) },
      env: {},
    };
    await expect(startParts([...parts, failing])).rejects.toThrow(/USERS_URL/);
    expect(stopped.toSorted()).toEqual(['router', 'users']);
  });

  it.each([{}, { GALLERIA_PARTS: 'users' }, { GALLERIA_PARTS: '{"users":{}}' }])(
    'cannot be read from %j',
    async (env) => {
      await expect(loadParts(env)).rejects.toThrow(ConfigError);
    },
  );
});

function fakes() {
  const seen: Record<string, Environment> = {};
  const stopped: string[] = [];
  const part = (name: string, env: Environment): Part => ({
    definition: {
      name,
      start: async (given) => {
        seen[name] = given;
        return { stop: async () => void stopped.push(name) };
      },
    },
    env,
  });
  return { parts: [part('users', { PORT: '1' }), part('router', { PORT: '2' })], seen, stopped };
}
