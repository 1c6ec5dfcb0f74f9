import { createLogger } from '@galleria/kit/logger';
import { describe, expect, it } from 'vitest';
import { planPorts } from '../../ports.ts';
import { resolveStateDirectory } from '../../state/state-directory.ts';
import { planEndpoints } from './endpoints.ts';
import { planFormation } from './formation.ts';
import { serviceSpecifications } from './service-specifications.ts';

const SUBGRAPHS = ['users', 'orders'];
const formation = planFormation({ replicas: { orders: 2 } }, SUBGRAPHS);
const ports = planPorts(5000, SUBGRAPHS, formation.replicas);
const plan = {
  ...{ base: {}, ports, formation, external: {}, seed: false, logger: createLogger({ service: 'test' }) },
  endpoints: planEndpoints(ports, {}),
  secrets: { VIEWER_SIGNING_SECRET: 's'.repeat(32) },
  state: resolveStateDirectory('/shop'),
  project: { root: '/shop', subgraphNames: SUBGRAPHS },
};

describe('the processes of a formation', () => {
  it('reach the servers as all do, but for one that has a network of its own', async () => {
    const far = { postgres: 'postgresql://postgres@127.0.0.1:7001', kafkaBrokers: '127.0.0.1:7002' };
    const networkOf = (process: string) => (process === 'orders-2' ? far : {});
    const specifications = serviceSpecifications({ ...plan, networkOf }, []);
    const servers = specifications.map(async ({ name, command }) => {
      const { env } = await command();
      return [name, env['POSTGRES_URL'], env['KAFKA_BROKERS']];
    });
    expect(await Promise.all(servers)).toEqual([
      ['users', 'postgresql://postgres@127.0.0.1:5032/galleria_users', '127.0.0.1:5092'],
      ['orders', 'postgresql://postgres@127.0.0.1:5032/galleria_orders', '127.0.0.1:5092'],
      ['orders-2', 'postgresql://postgres@127.0.0.1:7001/galleria_orders', '127.0.0.1:7002'],
      ['router', undefined, '127.0.0.1:5092'],
    ]);
  });
});
