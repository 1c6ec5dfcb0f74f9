import { describe, expect, it } from 'vitest';
import { parseBrokerConfig } from './broker-config.ts';

describe('The configuration of the broker process', () => {
  it('needs a data directory only', () => {
    expect(parseBrokerConfig({ KAFKA_DATA_DIRECTORY: '/data' })).toEqual({
      host: '127.0.0.1',
      port: 9092,
      dataDirectory: '/data',
      fsync: 'every-second',
      healthPort: null,
    });
  });

  it('names all mistakes at once', () => {
    const env = { KAFKA_PORT: '70000', KAFKA_FSYNC: 'sometimes', HEALTH_PORT: 'x' };
    const parse = () => parseBrokerConfig(env);
    expect(parse).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error);
    for (const name of ['KAFKA_PORT', 'KAFKA_FSYNC', 'KAFKA_DATA_DIRECTORY', 'HEALTH_PORT'])
      expect(parse).toThrow(name);
  });
});
