import { describe, expect, it } from 'vitest';
import { parseBrokerConfig } from './broker-config.ts';

describe('The configuration of the broker process', () => {
  it('needs a data directory only', () => {
    expect(parseBrokerConfig({ KAFKA_DATA_DIRECTORY: '/data' })).toEqual({
      host: '127.0.0.1',
      port: 9092,
      furtherListeners: [],
      dataDirectory: '/data',
      fsync: 'every-second',
      healthPort: null,
    });
  });

  it('takes further ports, each with the address that its clients are told', () => {
    const env = { KAFKA_DATA_DIRECTORY: '/data', KAFKA_FURTHER_LISTENERS: '9093=shop.example:19092,9094=[::1]:9094' };
    expect(parseBrokerConfig(env).furtherListeners).toEqual([
      { port: 9093, advertised: { host: 'shop.example', port: 19_092 } },
      { port: 9094, advertised: { host: '::1', port: 9094 } },
    ]);
  });

  it.each(['9093', '9093=', '9093=shop.example', '=shop.example:1', '9093=a b:1', '99999=a:1', '9093=a:99999'])(
    'refuses %j as a further listener',
    (text) => {
      const parse = () => parseBrokerConfig({ KAFKA_DATA_DIRECTORY: '/data', KAFKA_FURTHER_LISTENERS: text });
      expect(parse).toThrow(/^KAFKA_FURTHER_LISTENERS must be/);
    },
  );

  it('names all mistakes at once', () => {
    const env = { KAFKA_PORT: '70000', KAFKA_FSYNC: 'sometimes', HEALTH_PORT: 'x' };
    const parse = () => parseBrokerConfig(env);
    expect(parse).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error);
    for (const name of ['KAFKA_PORT', 'KAFKA_FSYNC', 'KAFKA_DATA_DIRECTORY', 'HEALTH_PORT'])
      expect(parse).toThrow(name);
  });
});
