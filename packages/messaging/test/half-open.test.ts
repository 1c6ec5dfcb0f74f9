import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readinessReport } from '@galleria/kit/process/readiness';
import { startBroker, type Broker } from '@galleria/platform/broker/broker';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { startTcpProxy, type TcpProxy } from '@galleria/platform/testing/network/tcp-proxy';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { numbersOf, startCountingService } from './counting-service.ts';
import { logger, uniqueContract } from './messaging-fixture.ts';

let dataDirectory: string;
let proxy: TcpProxy;
let broker: Broker;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-messaging-'));
  const port = await freePort();
  proxy = await startTcpProxy({ host: '127.0.0.1', port });
  const furtherListeners = [{ port, advertised: { host: '127.0.0.1', port: proxy.port } }];
  broker = await startBroker({ dataDirectory, port: 0, furtherListeners, fsync: 'never', logger });
});
afterEach(async () => {
  await proxy.close();
  await broker.stop();
  await rm(dataDirectory, { recursive: true });
});

it('replaces connections to a broker that says nothing any more, and is not ready until it has', async () => {
  const contract = uniqueContract();
  const service = await startCountingService({ addresses: [`127.0.0.1:${proxy.port}`] }, contract);
  const readiness = () => readinessReport(service.messaging.readiness);
  await service.add(contract, { key: 'a', number: 0 });
  await vi.waitFor(async () => expect(await numbersOf(service, 'a')).toEqual([0]), PATIENCE);
  await service.ready();
  proxy.swallow();
  await service.add(contract, { key: 'a', number: 1 });
  await vi.waitFor(async () => {
    const { checks } = await readiness();
    expect(checks['message consumer']).toMatch(/^the broker answered no \w+ request in time$/);
  }, PATIENCE);
  proxy.heal();
  await vi.waitFor(async () => expect(await numbersOf(service, 'a')).toEqual([0, 1]), PATIENCE);
  await service.ready();
});
