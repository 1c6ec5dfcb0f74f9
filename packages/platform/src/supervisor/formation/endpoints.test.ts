import { ConfigError } from '@galleria/kit/config';
import { describe, expect, it } from 'vitest';
import { planPorts } from '../../ports.ts';
import { resolveStateDirectory } from '../../state/state-directory.ts';
import { planEndpoints, readExternalServers } from './endpoints.ts';
import { mailboxEnvironment, routerEnvironment, subgraphEnvironment } from '../process/process-environment.ts';

const ports = planPorts(5000, ['users', 'products', 'orders', 'notifications']);
const secrets = { VIEWER_SIGNING_SECRET: 's'.repeat(32) };

function sourcesFor(base: Record<string, string | undefined>) {
  const endpoints = planEndpoints(ports, readExternalServers(base));
  return { base, ports, endpoints, secrets, state: resolveStateDirectory('/shop') };
}

describe('the environment of a process', () => {
  it('gives a subgraph its port, its own database, the broker and the secret', () => {
    expect(subgraphEnvironment(sourcesFor({}), 'products')).toEqual({
      PORT: '5002',
      POSTGRES_URL: 'postgresql://postgres@127.0.0.1:5032/galleria_products',
      KAFKA_BROKERS: '127.0.0.1:5092',
      LOG_LEVEL: 'info',
      NODE_ENV: 'development',
      ...secrets,
    });
  });

  it('gives orders the address of users, and notifications the mail server and the storefront', () => {
    expect(subgraphEnvironment(sourcesFor({}), 'orders')['USERS_URL']).toBe('http://127.0.0.1:5001/graphql');
    expect(subgraphEnvironment(sourcesFor({}), 'notifications')).toMatchObject({
      SMTP_URL: 'smtp://127.0.0.1:5025',
      STOREFRONT_URL: 'http://localhost:5090/',
    });
  });

  it('gives the router each subgraph and the keys of users', () => {
    expect(routerEnvironment(sourcesFor({}))).toMatchObject({
      PORT: '5000',
      SUBGRAPH_URLS:
        'users=http://127.0.0.1:5001/graphql,products=http://127.0.0.1:5002/graphql,' +
        'orders=http://127.0.0.1:5003/graphql,notifications=http://127.0.0.1:5004/graphql',
      JWKS_URL: 'http://127.0.0.1:5001/.well-known/jwks.json',
    });
  });

  it('gives the router every process of a subgraph that runs several times, and each its own port', () => {
    const several = planPorts(5000, ['users', 'orders'], { orders: 3 });
    const sources = { ...sourcesFor({}), ports: several, endpoints: planEndpoints(several, {}) };
    expect(routerEnvironment(sources)['SUBGRAPH_URLS']).toBe(
      'users=http://127.0.0.1:5001/graphql,' +
        'orders=http://127.0.0.1:5002/graphql,http://127.0.0.1:5102/graphql,http://127.0.0.1:5202/graphql',
    );
    expect(subgraphEnvironment(sources, 'orders', 5102)['PORT']).toBe('5102');
  });

  it('gives the router the keys of users at every process that has them', () => {
    const several = planPorts(5000, ['users'], { users: 2 });
    const sources = { ...sourcesFor({}), ports: several, endpoints: planEndpoints(several, {}) };
    expect(routerEnvironment(sources)['JWKS_URL']).toBe(
      'http://127.0.0.1:5001/.well-known/jwks.json,http://127.0.0.1:5101/.well-known/jwks.json',
    );
  });

  it('gives the mailbox both of its ports and the place for its mails', () => {
    expect(mailboxEnvironment(sourcesFor({}))).toMatchObject({
      PORT: '5080',
      SMTP_PORT: '5025',
      MAILBOX_DIRECTORY: '/shop/.galleria/mailbox',
    });
  });

  it('passes on what the caller set, but not where the process listens', () => {
    const base = { LOG_LEVEL: 'debug', PORT: '80', CHECKOUT_TIMEOUT_MS: '100', UNSET: undefined };
    expect(subgraphEnvironment(sourcesFor(base), 'users')).toMatchObject({
      LOG_LEVEL: 'debug',
      PORT: '5001',
      CHECKOUT_TIMEOUT_MS: '100',
    });
  });

  it('points at given servers, with a database for each service', () => {
    const base = {
      POSTGRES_URL: 'postgresql://shop:pw@db.example:5432/any?sslmode=require',
      KAFKA_BROKERS: 'k1:9092,k2:9092',
    };
    expect(subgraphEnvironment(sourcesFor(base), 'users')).toMatchObject({
      POSTGRES_URL: 'postgresql://shop:pw@db.example:5432/galleria_users?sslmode=require',
      KAFKA_BROKERS: 'k1:9092,k2:9092',
    });
  });

  it('takes an empty setting for none', () => {
    expect(readExternalServers({ POSTGRES_URL: '', KAFKA_BROKERS: '' })).toEqual({});
  });
});

describe('the settings that name servers', () => {
  it('are taken as people write them', () => {
    expect(
      readExternalServers({ POSTGRES_URL: ' postgres://db/any\n', KAFKA_BROKERS: 'kafka://A:9092, [::1]:9092,' }),
    ).toEqual({ postgres: 'postgres://db/any', kafkaBrokers: 'a:9092,[::1]:9092' });
  });

  it('are refused all at once, each by its name and without its password', () => {
    const read = () =>
      readExternalServers({
        POSTGRES_URL: 'postgres://ada:se#cret@db/any',
        KAFKA_BROKERS: 'broker',
        SMTP_URL: 'smtp://ada:se/cret@mail:25',
      });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      /POSTGRES_URL holds a #.*%23\n.*KAFKA_BROKERS "broker" has no port.*\n.*SMTP_URL holds a \/.*%2F/,
    );
    expect(read).not.toThrow('cret');
  });
});
