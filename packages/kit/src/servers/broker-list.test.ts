import { describe, expect, it } from 'vitest';
import { hostAndPort, parseBrokerList } from './broker-list.ts';

describe('a list of brokers', () => {
  it.each([
    ['an IPv6 address', '[::1]:9092', ['[::1]:9092']],
    ['an IPv6 address of one interface', '[fe80::1%eth0]:9092', ['[fe80::1%eth0]:9092']],
    ['an address as the status shows it', 'kafka://host:9092', ['host:9092']],
    ['that with the slash of a URL', 'KAFKA://host:9092/', ['host:9092']],
    ['a list as the status shows it', 'kafka://a:9092,b:9092', ['a:9092', 'b:9092']],
    ['spaces and a comma too many', ' a:9092 , b:9092, ', ['a:9092', 'b:9092']],
    ['a broker twice', 'a:9092,b:9092,a:9092', ['a:9092', 'b:9092']],
    ['upper case', 'Broker.Example:9092,broker.example:09092', ['broker.example:9092']],
  ])('may have %s', (_what, text, brokers) => {
    expect(parseBrokerList(text)).toEqual({ brokers });
  });

  it.each([
    ['host', /"host" has no port; .* host:9092/],
    ['[::1]', /"\[::1\]" has no port/],
    ['host:', /"host:" has no port/],
    ['host:kafka', /"host:kafka" has no port between 1 and 65535/],
    ['host:0', /"host:0" has no port between/],
    ['host:65536', /"host:65536" has no port between/],
    ['::1:9092', /"::1:9092" is not host:port; an IPv6 address is written \[::1\]:9092/],
    ['a:9092,kafka://host:9092/topic', /"kafka:\/\/host:9092\/topic" has a path/],
    ['a:9092;b:9092', /"a:9092;b:9092" has no port between/],
    ['http://host:9092', /begins with http:\/\//],
    ['SASL_SSL://host:9092', /begins with SASL_SSL:\/\//],
    [' , ', /names no broker/],
  ])('is refused as %s', (text, problem) => {
    expect(parseBrokerList(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  it('is refused with a password in it, which is not shown', () => {
    const { problem } = parseBrokerList('kafka://ada:secret@host:9092');
    expect(problem).toMatch(/user or password/);
    expect(problem).not.toContain('secret');
  });

  it('gives hosts as sockets want them', () => {
    expect(hostAndPort('[::1]:9092')).toEqual({ host: '::1', port: 9092 });
    expect(hostAndPort('host:9092')).toEqual({ host: 'host', port: 9092 });
  });
});
