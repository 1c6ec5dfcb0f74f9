import { describe, expect, it } from 'vitest';
import { givenEnvironment } from './given-environment.ts';

describe('the environment that a process inherits', () => {
  it('holds what is no setting of ours, and the settings that may be set', () => {
    const env = { PATH: '/bin', HTTPS_PROXY: 'http://proxy', LOG_LEVEL: 'debug', STOCK_DEADLINE_MS: '5000' };
    expect(givenEnvironment(env)).toEqual(env);
  });

  it.each(['HOST', 'PORT', 'POSTGRES_URL', 'USERS_URL', 'SUBGRAPH_URLS', 'KAFKA_PORT', 'HEALTH_PORT', 'CONFIG_FILE'])(
    'does not hold %s of the shell, which would be the same for all or means something else',
    (name) => {
      expect(givenEnvironment({ [name]: 'x86_64-conda-linux-gnu' })).toEqual({});
    },
  );

  it('takes an empty setting for none, so that the usual value holds', () => {
    expect(givenEnvironment({ LOG_LEVEL: '', VIEWER_SIGNING_SECRET: '', OTHER: '' })).toEqual({ OTHER: '' });
  });
});
